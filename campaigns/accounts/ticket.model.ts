import { type Connection, type Model, Schema, type Types } from "mongoose";

/**
 * What a ticket lets its holder do, once: choose the first password (`invitation`) or a new one (`reset`), confirm a new
 * address (`address`), give the second step of a sign-in (`code`), or answer a passkey's challenge. An `address-notice` lets
 * nobody do anything: it is the outbox of a letter that only tells.
 */
export type TicketPurpose =
  | "invitation"
  | "reset"
  | "address"
  | "address-notice"
  | "code"
  | "passkey-sign-in"
  | "passkey-new";

/** Where the mail with a ticket has got to: the outbox from which queue `mail` works. */
export type TicketLetter = {
  state: "due" | "sent" | "failed" | "skipped";
  attempts: number;
  dueAt: Date;
  reason?: string;
};

/** Something that can be done once, within a time. What its holder shows is made from its id and a key, and stored nowhere. */
export type Ticket = {
  _id: Types.ObjectId;
  purpose: TicketPurpose;
  /** None when somebody asked for a mailbox that has no account: no ticket shows who has one. */
  account?: Types.ObjectId;
  at: Date;
  expiresAt: Date;
  letter?: TicketLetter;
  /** Where the letter goes when that is not the account's own address: sealed, bound to the ticket. */
  address?: Buffer;
};

const ticketSchema = new Schema<Ticket>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    purpose: { type: String, required: true },
    account: Schema.Types.ObjectId,
    at: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    letter: new Schema(
      { state: String, attempts: Number, dueAt: Date, reason: String },
      { _id: false, strict: "throw" },
    ),
    address: Buffer,
  },
  { collection: "tickets", strict: "throw", versionKey: false },
);

ticketSchema.index({ account: 1, purpose: 1, at: 1 }, { name: "account" });
ticketSchema.index(
  { "letter.dueAt": 1 },
  { name: "due", partialFilterExpression: { "letter.state": "due" } },
);
ticketSchema.index({ expiresAt: 1 }, { name: "kept", expireAfterSeconds: 24 * 3600 });

/** The tickets of all accounts. */
export function ticketModel(connection: Connection): Model<Ticket> {
  return connection.model<Ticket>("Ticket", ticketSchema);
}
