import { type Connection, type Model, Schema } from "mongoose";

/** A petition that an organisation without one asks for in somebody else's campaign. */
export type PetitionWish = {
  /** campaign/organisation: one at a time. */
  _id: string;
  campaign: string;
  organisation: string;
  /** An upper-case code. */
  country: string;
  /** Why, in the words of who asks. */
  note: string;
  /** Id of the account that asks. */
  by: string;
  at: Date;
};

const text = { type: String, required: true } as const;

const wishSchema = new Schema<PetitionWish>(
  {
    _id: text,
    campaign: text,
    organisation: text,
    country: text,
    note: { type: String, default: "" },
    by: text,
    at: { type: Date, required: true },
  },
  { collection: "petitionwishes", strict: "throw", versionKey: false },
);

wishSchema.index({ campaign: 1, at: 1 }, { name: "campaign" });
wishSchema.index({ by: 1 }, { name: "by" });

/** The `_id` of a wish. */
export function wishKey(campaign: string, organisation: string): string {
  return `${campaign}/${organisation}`;
}

/** The petitions that are asked for and not decided. */
export function petitionWishModel(connection: Connection): Model<PetitionWish> {
  return connection.model<PetitionWish>("PetitionWish", wishSchema);
}
