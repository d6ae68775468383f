import { type Connection, type Model, Schema } from "mongoose";

/**
 * How far the audit trail had come at some moment, signed with a key from the key file: who can write the database alone
 * can neither rewrite the trail up to here nor cut it off before.
 */
export type AuditHead = {
  /** Number of the entry that was the last one. */
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
