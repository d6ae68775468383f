import { type Connection, type Model, Schema } from "mongoose";
import type { Channel } from "../sheets/channel.ts";

/** Signatures of one campaign by petition, country, channel and hour; withdrawals count in the hour they arrived. */
export type Tally = {
  /** campaign/petition/country/channel/hour */
  _id: string;
  campaign: number;
  petition: string;
  country: string;
  channel: Channel;
  hour: Date;
  count: number;
  /** The same by minute of the hour. */
  minutes?: Record<string, number>;
};

export type TallyModel = Model<Tally>;

const tallySchema = new Schema(
  {
    _id: { type: String, required: true },
    campaign: { type: Number, required: true },
    petition: { type: String, required: true },
    country: { type: String, required: true },
    channel: { type: String, required: true },
    hour: { type: Date, required: true },
    count: { type: Number, required: true },
    minutes: Schema.Types.Mixed,
  },
  { collection: "tallies", strict: "throw", versionKey: false },
);

tallySchema.index({ campaign: 1, hour: 1 }, { name: "history" });

/** The tallies of all campaigns. */
export function tallyModel(connection: Connection): TallyModel {
  return connection.model<Tally>("Tally", tallySchema);
}
