import { type Connection, type Model, Schema } from "mongoose";

/**
 * How far this database has come, counted up while workers run. Each of them, and Redis, remembers what it saw last: a
 * database that knows less than they do is an older state, restored from a backup.
 */
export type MailMark = {
  _id: "mail";
  count: number;
  /** A new one with each count: two databases that went on from one backup differ in it. */
  token: string;
  /** Since when no mail leaves, because the database was restored; a person lifts it. */
  heldAt?: Date;
};

const mailMarkSchema = new Schema<MailMark>(
  {
    _id: { type: String, required: true },
    count: { type: Number, required: true },
    token: { type: String, required: true },
    heldAt: Date,
  },
  { collection: "mailmarks", strict: "throw", versionKey: false },
);

/** The mark of a database: one document. */
export function mailMarkModel(connection: Connection): Model<MailMark> {
  return connection.model<MailMark>("MailMark", mailMarkSchema);
}
