import { type Connection, type Model, Schema, type Types } from "mongoose";

/** How many mails a provider was given, and how many of them it refused because of us. */
export type Handed = { handed: number; refused: number };

/** How the mails of one update fare at one provider. */
export type ProviderShare = Handed & {
  _id: { update: Types.ObjectId; provider: string };
  /**
   * The same of the last mails only: by it an update is paused. Of mails sent before `since` nothing more is counted.
   */
  recent: Handed & { since: Date };
  at: Date;
};

export type ProviderShareModel = Model<ProviderShare>;

const secondsKept = 180 * 24 * 3600;
const count = { type: Number, required: true } as const;
const nested = { _id: false, strict: "throw" } as const;

const providerShareSchema = new Schema(
  {
    _id: {
      type: new Schema({ update: Schema.Types.ObjectId, provider: String }, nested),
      required: true,
    },
    handed: count,
    refused: count,
    recent: {
      type: new Schema({ handed: count, refused: count, since: { type: Date, required: true } }, nested),
      required: true,
    },
    at: { type: Date, required: true },
  },
  { collection: "providershares", strict: "throw", versionKey: false },
);

providerShareSchema.index({ "_id.update": 1 }, { name: "update" });
providerShareSchema.index({ at: 1 }, { name: "kept", expireAfterSeconds: secondsKept });

/** How updates fare at mail providers. */
export function providerShareModel(connection: Connection): ProviderShareModel {
  return connection.model<ProviderShare>("ProviderShare", providerShareSchema);
}
