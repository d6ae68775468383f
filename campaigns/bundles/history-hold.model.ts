import { type Connection, type Model, Schema } from "mongoose";

/** Who needs MongoDB to keep the state of past moments for longer than usual; one document, gone when nobody does. */
export type HistoryHold = {
  _id: "history";
  /** What was set before the first of them came, in seconds. */
  usual: number;
  /** Until when each needs it, renewed while it goes on: one that died counts no more after that. */
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

/** The holds on history. */
export function historyHoldModel(connection: Connection): Model<HistoryHold> {
  return connection.model<HistoryHold>("HistoryHold", holdSchema);
}
