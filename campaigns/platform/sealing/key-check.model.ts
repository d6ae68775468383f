import { type Connection, type Model, Schema } from "mongoose";

/**
 * Which keys a database was written with, by name and fingerprint, so that a wrong or lost key file is noticed at
 * start. The entry of a discarded key stays, so that a process still holding it can't bring it back.
 */
export type KeyCheck = { _id: string; fingerprint: string; at: Date; discardedAt?: Date };

const keyCheckSchema = new Schema(
  {
    _id: { type: String, required: true },
    fingerprint: { type: String, required: true },
    at: Date,
    discardedAt: Date,
  },
  { collection: "keychecks", strict: "throw", versionKey: false },
);

/** The fingerprints of the keys a database was written with. */
export function keyCheckModel(connection: Connection): Model<KeyCheck> {
  return connection.model<KeyCheck>("KeyCheck", keyCheckSchema);
}
