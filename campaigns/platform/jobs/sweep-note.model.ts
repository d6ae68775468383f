import { type Connection, type Model, Schema } from "mongoose";
import type { SweepName } from "./queues.ts";

/**
 * When a sweep last ended well, so that one that no longer runs is noticed, whatever processes were restarted since.
 */
export type SweepNote = { _id: SweepName; endedAt: Date };

const sweepNoteSchema = new Schema<SweepNote>(
  { _id: { type: String, required: true }, endedAt: { type: Date, required: true } },
  { collection: "sweepnotes", strict: "throw", versionKey: false },
);

/** The notes of all sweeps. */
export function sweepNoteModel(connection: Connection): Model<SweepNote> {
  return connection.model<SweepNote>("SweepNote", sweepNoteSchema);
}
