import { type Connection, type Model, Schema, type Types } from "mongoose";

/**
 * What a ticket lets its holder do, once: choose the first password (`invitation`) or a new one (`reset`), confirm a
 * new address (`address`), complete the second step of signing in (`code`), or answer a passkey challenge. An
 * `address-notice` permits nothing: it is only the outbox of a letter.
 */
export type TicketPurpose =
  | "invitation"
  | "reset"
  | "address"
  | "address-notice"
  | "code"
  | "passkey-sign-in"
  | "passkey-new";

/**
 * Something that can be done once, within a time. What its holder shows is made from its id and a key, and stored
 * nowhere.
 */
export type Ticket = {
  _id: Types.ObjectId;
  purpose: TicketPurpose;
  /** Null when somebody asked for a mailbox without an account: tickets must not reveal who has one. */
  account?: Types.ObjectId;
  /** Who invites; missing for what nobody's account asked for. */
  by?: Types.ObjectId;
  at: Date;
  expiresAt: Date;
  /** Where the letter goes when that is not the account's own address: sealed, bound to the ticket. */
  address?: Buffer;
};

const ticketSchema = new Schema<Ticket>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    purpose: { type: String, required: true },
    account: Schema.Types.ObjectId,
    by: Schema.Types.ObjectId,
    at: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    address: Buffer,
  },
  { collection: "tickets", strict: "throw", versionKey: false },
);

ticketSchema.index({ account: 1, purpose: 1, at: 1 }, { name: "account" });
ticketSchema.index({ expiresAt: 1 }, { name: "kept", expireAfterSeconds: 24 * 3600 });

/** The tickets of all accounts. */
export function ticketModel(connection: Connection): Model<Ticket> {
  return connection.model<Ticket>("Ticket", ticketSchema);
}
