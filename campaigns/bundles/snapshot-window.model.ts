import { type Connection, type Model, Schema } from "mongoose";

/**
 * The readers that need MongoDB to keep past states for longer than usual; a single document, removed when there are
 * none.
 */
export type SnapshotWindow = {
  _id: "history";
  /** The setting before the first of them, in seconds. */
  usual: number;
  /** Until when each one needs it, renewed while it runs; a run that died stops counting after that. */
  until: Record<string, Date>;
};

const windowSchema = new Schema<SnapshotWindow>(
  {
    _id: { type: String, required: true },
    usual: { type: Number, required: true },
    until: { type: Schema.Types.Mixed, required: true },
  },
  { collection: "snapshotwindows", strict: "throw", versionKey: false, minimize: false },
);

/** The readers that need past states at the moment. */
export function snapshotWindowModel(connection: Connection): Model<SnapshotWindow> {
  return connection.model<SnapshotWindow>("SnapshotWindow", windowSchema);
}
