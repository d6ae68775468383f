import { type Connection, type Model, Schema } from "mongoose";

/** A signed statement of how far a campaign's log had come at some moment; it never changes. */
export type StoredCheckpoint = {
  /** Ordinal of the campaign and size. */
  _id: string;
  campaign: number;
  size: number;
  at: Date;
  /** The signed note, as it is published. */
  note: string;
  /** Signature lines of witnesses who saw that this log only ever grew. */
  cosignatures: string[];
};

const checkpointSchema = new Schema<StoredCheckpoint>(
  {
    _id: { type: String, required: true },
    campaign: { type: Number, required: true },
    size: { type: Number, required: true },
    at: { type: Date, required: true },
    note: { type: String, required: true },
    cosignatures: { type: [String], required: true },
  },
  { collection: "checkpoints", strict: "throw", versionKey: false },
);

checkpointSchema.index({ campaign: 1, size: 1 }, { name: "newest" });

/** The key of a checkpoint. */
export function checkpointKey(campaign: number, size: number): string {
  return `${campaign}/${size}`;
}

/** The checkpoints of all logs. */
export function checkpointModel(connection: Connection): Model<StoredCheckpoint> {
  return connection.model<StoredCheckpoint>("Checkpoint", checkpointSchema);
}
