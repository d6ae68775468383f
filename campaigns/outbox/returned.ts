import { Schema } from "mongoose";

/** What was told of a mail, the least bad first; `about-us` speaks of the sender and says nothing of the recipient. */
export const mailEventKinds = ["about-us", "soft-bounce", "hard-bounce", "complaint"] as const;

export type MailEventKind = (typeof mailEventKinds)[number];

/** What was returned about a mail, stored with the mail; `status` is an enhanced status code (RFC 3463). */
export type Returned = { kind: MailEventKind; at: Date; status?: string };

/** Its schema for models. */
export const returnedSchema = new Schema(
  {
    kind: { type: String, enum: mailEventKinds, required: true },
    at: { type: Date, required: true },
    status: String,
  },
  { _id: false },
);

/** For a filter: whatever came back is less bad than that. A complaint comes after, and no bounce follows one. */
export function unlessAsBad(kind: MailEventKind) {
  return { "returned.kind": { $nin: mailEventKinds.slice(mailEventKinds.indexOf(kind)) } };
}

/** Kinds that say that a mail did not reach its reader. */
export const bounceKinds = ["about-us", "soft-bounce", "hard-bounce"] as const satisfies MailEventKind[];
