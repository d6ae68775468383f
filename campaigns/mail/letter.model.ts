import { type Connection, type Model, Schema } from "mongoose";
import type { LineRef } from "../platform/sealing/line-tokens.ts";
import { type Returned, returnedSchema } from "./returned.ts";

/**
 * What a letter is for: `confirm` asks for the click, `remind` asks once more, `thanks` follows the count, `links`
 * sends the signer her links again.
 */
export type LetterPurpose = "confirm" | "remind" | "thanks" | "links";

/** `due`: to be sent from `dueAt` on; `skipped`: no longer wanted when it became due. */
export type LetterState = "due" | "sent" | "failed" | "skipped";

/** One mail about one signature: the outbox that queue `mail` works through, and the record of what was sent. */
export type LetterEntry = {
  /** Purpose and line, so that it can't be written twice. */
  _id: string;
  purpose: LetterPurpose;
  /** The line it is about; a request for links names the mailbox only. */
  ref?: LineRef;
  person: Buffer;
  campaign: number;
  /** The petition of its line; null for requested links, for which only the mailbox is known. */
  petition: string | null;
  locale: string;
  state: LetterState;
  attempts: number;
  at: Date;
  dueAt: Date;
  endedAt?: Date;
  /** Why it failed or was skipped; never an address. */
  reason?: string;
  /** What was returned about it. */
  returned?: Returned;
};

export type LetterModel = Model<LetterEntry>;

const secondsKept = 60 * 24 * 3600;

const letterSchema = new Schema(
  {
    _id: { type: String, required: true },
    purpose: { type: String, enum: ["confirm", "remind", "thanks", "links"], required: true },
    ref: { type: new Schema({ sheet: Schema.Types.ObjectId, line: Number }, { _id: false }) },
    person: { type: Buffer, required: true },
    campaign: { type: Number, required: true },
    petition: { type: String, default: null },
    locale: { type: String, required: true },
    state: { type: String, enum: ["due", "sent", "failed", "skipped"], required: true },
    attempts: { type: Number, required: true },
    at: { type: Date, required: true },
    dueAt: { type: Date, required: true },
    endedAt: Date,
    reason: String,
    returned: { type: returnedSchema },
  },
  { collection: "letters", strict: "throw", versionKey: false },
);

letterSchema.index({ dueAt: 1 }, { name: "due", partialFilterExpression: { state: "due" } });
letterSchema.index({ person: 1, at: 1 }, { name: "person" });
// How the letters of some petitions are doing: waiting ones by `dueAt`, the others by when they ended.
letterSchema.index({ campaign: 1, petition: 1, state: 1, endedAt: 1, dueAt: 1 }, { name: "course" });
letterSchema.index({ at: 1 }, { name: "kept", expireAfterSeconds: secondsKept });

/** The letters of all campaigns. */
export function letterModel(connection: Connection): LetterModel {
  return connection.model<LetterEntry>("Letter", letterSchema);
}
