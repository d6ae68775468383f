import { type Connection, type Model, Schema, type Types } from "mongoose";
import type { Role } from "../access/account.ts";
import type { Locale } from "../platform/languages/languages.ts";

/**
 * `invited`: has not chosen a password yet; `ended`: can no longer sign in, but stays because the audit trail names
 * it.
 */
export type AccountState = "invited" | "active" | "ended";

/** Codes from an authenticator app: the sealed secret, and the last time step whose code was used. */
export type StoredTotp = { sealed: Buffer; usedStep: number; at: Date };

/** A key held by a device or a password manager (WebAuthn); none of its parts is secret. */
export type StoredPasskey = {
  id: string;
  publicKey: Buffer;
  counter: number;
  transports: string[];
  /** The browser it was created in, so that its owner recognises it. */
  madeWith: string;
  at: Date;
  usedAt?: Date;
};

/** An account as MongoDB holds it. */
export type StoredAccount = {
  _id: Types.ObjectId;
  /** Blind key of the mailbox: finds the account without showing the address. */
  mailbox: Buffer;
  /** Name and e-mail, bound to the id. */
  sealed: Buffer;
  organisation: string;
  role: Role;
  locale: Locale;
  state: AccountState;
  /** argon2id, in the PHC format. */
  password?: string;
  totp?: StoredTotp;
  passkeys: StoredPasskey[];
  /** Hashes of the recovery codes that are left. */
  recovery: Buffer[];
  at: Date;
  endedAt?: Date;
  /** The one session that may go without the second step that the role needs, and when it began. */
  grace?: { session: Types.ObjectId; at: Date };
  /** Increases with every change to the set of accounts that lead the network. */
  turn?: number;
};

const nested = { _id: false, strict: "throw" } as const;

const accountSchema = new Schema<StoredAccount>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    mailbox: { type: Buffer, required: true },
    sealed: { type: Buffer, required: true },
    organisation: { type: String, required: true },
    role: { type: String, required: true },
    locale: { type: String, required: true },
    state: { type: String, enum: ["invited", "active", "ended"], required: true },
    password: String,
    totp: new Schema({ sealed: Buffer, usedStep: Number, at: Date }, nested),
    passkeys: [
      new Schema(
        {
          id: String,
          publicKey: Buffer,
          counter: Number,
          transports: [String],
          madeWith: String,
          at: Date,
          usedAt: Date,
        },
        nested,
      ),
    ],
    recovery: { type: [Buffer], required: true },
    at: { type: Date, required: true },
    endedAt: Date,
    grace: new Schema({ session: Schema.Types.ObjectId, at: Date }, nested),
    turn: Number,
  },
  { collection: "accounts", strict: "throw", versionKey: false },
);

accountSchema.index({ mailbox: 1 }, { name: "mailbox", unique: true });
accountSchema.index({ organisation: 1, at: 1 }, { name: "organisation" });
accountSchema.index(
  { "passkeys.id": 1 },
  { name: "passkey", unique: true, partialFilterExpression: { "passkeys.id": { $exists: true } } },
);

/** All accounts. */
export function accountModel(connection: Connection): Model<StoredAccount> {
  return connection.model<StoredAccount>("Account", accountSchema);
}
