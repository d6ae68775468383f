import { type Connection, type Model, Schema } from "mongoose";

/**
 * The people behind an office that a petition addresses: sealed, for the petition's own organisers only, never on a
 * page or in the API.
 */
export type StoredContact = {
  /** campaign/petition */
  _id: string;
  /** Name, e-mail, phone and notes, bound to the petition. */
  sealed: Buffer;
  /** Increases with every change. */
  revision: number;
  at: Date;
};

const contactSchema = new Schema<StoredContact>(
  {
    _id: { type: String, required: true },
    sealed: { type: Buffer, required: true },
    revision: { type: Number, required: true },
    at: { type: Date, required: true },
  },
  { collection: "contacts", strict: "throw", versionKey: false },
);

/** The contacts of all petitions. */
export function contactModel(connection: Connection): Model<StoredContact> {
  return connection.model<StoredContact>("Contact", contactSchema);
}

/** What a sealed contact is bound to: moved to another petition, it does not open. */
export function contactOwner(id: string): Buffer {
  return Buffer.from(`contact ${id}`, "utf8");
}
