import { type Connection, type Model, Schema } from "mongoose";
import type { Role } from "../access/account.ts";

/** Who acts, and from where: a shortened network such as 203.0.113.0/24, never an address. */
export type Actor = { account: string; organisation: string; role: Role | "operator"; from: string };

/** Facts about an act; never personal data, because the trail is kept for good. */
export type AuditDetails = Record<string, string | number | boolean>;

/**
 * One act of an account. Entries are numbered from 1 without gaps, and each contains the hash of the one before it:
 * changing, removing, inserting or moving an entry later breaks the chain.
 */
export type AuditEntry = Actor & {
  /** Its number; being unique, it keeps concurrent writers from branching the chain. */
  _id: number;
  /** Hash of the entry before it; 64 zeros for the first. */
  previous: string;
  at: Date;
  /** What was done, such as "petition.approve". */
  act: string;
  /** What it was done to, such as "stop-sex-trafficking/th" or "account/<id>". */
  on: string;
  details?: AuditDetails;
  /** SHA-256, in hex, over all the other fields; `hashEntry` makes it. */
  hash: string;
};

const text = { type: String, required: true } as const;

const entrySchema = new Schema<AuditEntry>(
  {
    _id: { type: Number, required: true },
    previous: text,
    at: { type: Date, required: true },
    account: text,
    organisation: text,
    role: text,
    from: text,
    act: text,
    on: text,
    details: Schema.Types.Mixed,
    hash: text,
  },
  { collection: "audit", strict: "throw", versionKey: false },
);

entrySchema.index({ organisation: 1, _id: -1 });
entrySchema.index({ account: 1, _id: -1 });
entrySchema.index({ on: 1, _id: -1 });
entrySchema.index({ act: 1, _id: -1 });

/** The audit trail: only ever added to. */
export function auditEntryModel(connection: Connection): Model<AuditEntry> {
  return connection.model<AuditEntry>("AuditEntry", entrySchema);
}
