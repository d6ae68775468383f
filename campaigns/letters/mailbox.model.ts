import { type Connection, type Model, Schema } from "mongoose";
import { day, second } from "../platform/durations.ts";

/**
 * What letters a mailbox's allowances are for: those that entries bring about, no matter who makes them; links that are
 * asked for, which carry the way out and are not used up by entries; and each kind of letter about an account.
 */
export type AllowanceKind = "entries" | "links" | "invitation" | "reset" | "address" | "address-notice";

/** The letters of a kind that a mailbox got lately. Nothing in it names a campaign, a person or a letter. */
export type MailboxAllowance = {
  /** `mailboxKey` of its address. */
  _id: { mailbox: Buffer; kind: AllowanceKind };
  /** By blind keys of the letters: a letter that is tried again uses its own time. */
  letters: { letter: Buffer; at: Date }[];
  usedAt: Date;
};

/** The longest time that an allowance looks back, in seconds. */
const secondsKept = day / second;

const allowanceSchema = new Schema(
  {
    _id: { type: new Schema({ mailbox: Buffer, kind: String }, { _id: false }), required: true },
    letters: { type: [new Schema({ letter: Buffer, at: Date }, { _id: false })], required: true },
    usedAt: { type: Date, required: true },
  },
  { collection: "mailboxes", strict: "throw", versionKey: false },
);

allowanceSchema.index({ usedAt: 1 }, { name: "kept", expireAfterSeconds: secondsKept });

/** What all mailboxes got lately. */
export function mailboxModel(connection: Connection): Model<MailboxAllowance> {
  return connection.model<MailboxAllowance>("MailboxAllowance", allowanceSchema);
}
