import { type Connection, type Model, Schema } from "mongoose";

/** How often a text was shared in one way. Says nothing about who did, or when. */
export type ShareCount = {
  /** campaign/variant/way */
  _id: string;
  campaign: string;
  variant: string;
  way: string;
  count: number;
};

const shareCountSchema = new Schema<ShareCount>(
  {
    _id: { type: String, required: true },
    campaign: { type: String, required: true },
    variant: { type: String, required: true },
    way: { type: String, required: true },
    count: { type: Number, required: true },
  },
  { collection: "shareCounts", strict: "throw", versionKey: false },
);

shareCountSchema.index({ campaign: 1 });

/** How often texts were shared. */
export function shareCountModel(connection: Connection): Model<ShareCount> {
  return connection.model<ShareCount>("ShareCount", shareCountSchema);
}
