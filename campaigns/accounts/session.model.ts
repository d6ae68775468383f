import { type Connection, type Model, Schema, type Types } from "mongoose";

/** How somebody proved who they are. */
export type SignInMethod = "password" | "code" | "recovery-code" | "passkey";

/** A sign-in on one browser. */
export type Session = {
  _id: Types.ObjectId;
  /** SHA-256 of the cookie's value: reading the database is not enough to sign in with it. */
  token: Buffer;
  account: Types.ObjectId;
  method: SignInMethod;
  at: Date;
  /** Last used, to the minute. */
  seenAt: Date;
  /** When the password, or a passkey, was last given. */
  provedAt: Date;
  /** The network it was started from, shortened. */
  from: string;
  /** Browser and system, in two words. */
  browser: string;
  /** Kept for a day after it expires, so that a form sent too late still finds its owner. */
  keptUntil: Date;
};

const sessionSchema = new Schema<Session>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    token: { type: Buffer, required: true },
    account: { type: Schema.Types.ObjectId, required: true },
    method: { type: String, required: true },
    at: { type: Date, required: true },
    seenAt: { type: Date, required: true },
    provedAt: { type: Date, required: true },
    from: { type: String, required: true },
    browser: { type: String, required: true },
    keptUntil: { type: Date, required: true },
  },
  { collection: "sessions", strict: "throw", versionKey: false },
);

sessionSchema.index({ token: 1 }, { name: "token", unique: true });
sessionSchema.index({ account: 1, at: 1 }, { name: "account" });
sessionSchema.index({ keptUntil: 1 }, { name: "kept", expireAfterSeconds: 0 });

/** The sessions of all accounts. */
export function sessionModel(connection: Connection): Model<Session> {
  return connection.model<Session>("Session", sessionSchema);
}
