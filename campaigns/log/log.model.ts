import { type Connection, type Model, Schema } from "mongoose";

/** The log of a campaign: its name for those who check it, and how many leaves its tiles hold. */
export type Log = {
  /** Ordinal of the campaign. */
  _id: number;
  /** Host and campaign, as they were when the log began: checkpoints begin with it. */
  origin: string;
  size: number;
};

const logSchema = new Schema<Log>(
  {
    _id: { type: Number, required: true },
    origin: { type: String, required: true },
    size: { type: Number, required: true },
  },
  { collection: "logs", strict: "throw", versionKey: false },
);

/** The logs of all campaigns. */
export function logModel(connection: Connection): Model<Log> {
  return connection.model<Log>("Log", logSchema);
}
