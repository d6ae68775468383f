import { type Connection, type Model, Schema } from "mongoose";

/** Who needs MongoDB to keep past states for longer than usual; a single document, removed when nobody does. */
export type HistoryHold = {
  _id: "history";
  /** The setting before the first of them, in seconds. */
  usual: number;
  /** Until when each one needs it, renewed while it runs; a run that died stops counting after that. */
  until: Record<string, Date>;
};

const holdSchema = new Schema<HistoryHold>(
  {
    _id: { type: String, required: true },
    usual: { type: Number, required: true },
    until: { type: Schema.Types.Mixed, required: true },
  },
  { collection: "historyholds", strict: "throw", versionKey: false, minimize: false },
);

/** The open holds on history. */
export function historyHoldModel(connection: Connection): Model<HistoryHold> {
  return connection.model<HistoryHold>("HistoryHold", holdSchema);
}
