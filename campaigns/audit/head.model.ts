import { type Connection, type Model, Schema } from "mongoose";

/**
 * How far the audit trail had come at some moment, signed with a key from the key file: write access to the database
 * alone is not enough to rewrite the trail up to this point or to cut it off before.
 */
export type AuditHead = {
  /** Number of the last entry. */
  _id: number;
  /** Its hash. */
  hash: string;
  at: Date;
  /** HMAC-SHA256, in hex, of number and hash. */
  signature: string;
};

const text = { type: String, required: true } as const;

const headSchema = new Schema<AuditHead>(
  {
    _id: { type: Number, required: true },
    hash: text,
    at: { type: Date, required: true },
    signature: text,
  },
  { collection: "auditheads", strict: "throw", versionKey: false },
);

/** The signed heads of the audit trail: only ever added to. */
export function auditHeadModel(connection: Connection): Model<AuditHead> {
  return connection.model<AuditHead>("AuditHead", headSchema);
}
