import { Schema } from "mongoose";
import { type MailEventKind, mailEventKinds } from "./mail-event.model.ts";

/** What came back of a mail, noted where the mail is; `status` is an enhanced status code (RFC 3463). */
export type Returned = { kind: MailEventKind; at: Date; status?: string };

/** How models hold it. */
export const returnedSchema = new Schema(
  {
    kind: { type: String, enum: mailEventKinds, required: true },
    at: { type: Date, required: true },
    status: String,
  },
  { _id: false },
);
