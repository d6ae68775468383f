import { type Connection, type Model, Schema, type Types } from "mongoose";
import { type Lease, leaseSchema } from "../platform/lease.ts";
import type { LineRef } from "../platform/sealing/line-tokens.ts";
import { type Returned, returnedSchema } from "./returned.ts";

/**
 * What a letter about a signature is for: `confirm` asks for the click, `remind` asks once more, `thanks` follows the
 * count, `links` gives the signer her links again.
 */
export const signaturePurposes = ["confirm", "remind", "thanks", "links"] as const;
export type SignaturePurpose = (typeof signaturePurposes)[number];

/** What a letter about an account is for; each has its words. */
export const accountPurposes = ["invitation", "reset", "address", "address-notice"] as const;
export type AccountPurpose = (typeof accountPurposes)[number];

/**
 * `due`: to be sent; `held`: not before `dueAt`, then it is due; `skipped`: not wanted any more when its time came.
 * Several that are sent as one letter are all `sent`.
 */
export type LetterState = "due" | "held" | "sent" | "failed" | "skipped";

/** How a letter that is owed gets on. */
type LetterCourse = {
  /** Purpose and what it is about, so that no step can write it twice. */
  _id: string;
  state: LetterState;
  attempts: number;
  at: Date;
  /** While it is due it only says who comes first: nobody's own clock holds a letter back. */
  dueAt: Date;
  /** The worker that is sending it. */
  lease?: Lease;
  endedAt?: Date;
  /** Why it failed, was skipped or is held; never an address. */
  reason?: string;
  /** The letter that it went with, when that was another's. */
  with?: string;
  /** What came back of it. */
  returned?: Returned;
};

/** A letter about a signature. */
export type SignatureLetter = LetterCourse & {
  purpose: SignaturePurpose;
  /** The line it is about; a request for links names the mailbox only. */
  ref?: LineRef;
  /** Which of a mailbox's signatures it thanks for. */
  slot?: number;
  /** Of a request for links, the mailbox. */
  person: Buffer;
  /** The mailbox of its line, where that is not the person. */
  mailbox?: Buffer;
  campaign: number;
  /** The petition of its line; null for a request for links, which knows the mailbox only. */
  petition: string | null;
  locale: string;
};

/** A letter about an account: all that it says is known from its ticket. */
export type AccountLetter = LetterCourse & { purpose: AccountPurpose; ticket: Types.ObjectId };

/** A message that somebody wrote to an organisation, for one of its readers. */
export type EnquiryLetter = LetterCourse & {
  purpose: "enquiry";
  enquiry: Types.ObjectId;
  account: Types.ObjectId;
};

/** What somebody asks for, for one of those who may approve it. */
export type ApprovalLetter = LetterCourse & {
  purpose: "approval";
  approval: Types.ObjectId;
  account: Types.ObjectId;
};

/** One letter that somebody is owed: the outbox from which queue `mail` works, and the proof of what was sent. */
export type LetterEntry = LetterCourse & {
  purpose: SignaturePurpose | AccountPurpose | "enquiry" | "approval";
} & Partial<Omit<SignatureLetter, keyof LetterCourse | "purpose">> &
  Partial<Pick<AccountLetter, "ticket">> &
  Partial<Pick<EnquiryLetter, "enquiry" | "account">> &
  Partial<Pick<ApprovalLetter, "approval">>;

/** Tells a letter about a signature from one about an account. */
export function isAboutSignature(entry: LetterEntry): entry is SignatureLetter {
  return signaturePurposes.some((purpose) => purpose === entry.purpose);
}

const secondsKept = 60 * 24 * 3600;

const letterSchema = new Schema(
  {
    _id: { type: String, required: true },
    purpose: {
      type: String,
      enum: [...signaturePurposes, ...accountPurposes, "enquiry", "approval"],
      required: true,
    },
    ref: { type: new Schema({ sheet: Schema.Types.ObjectId, line: Number }, { _id: false }) },
    slot: Number,
    person: Buffer,
    mailbox: Buffer,
    campaign: Number,
    petition: String,
    locale: String,
    ticket: Schema.Types.ObjectId,
    enquiry: Schema.Types.ObjectId,
    account: Schema.Types.ObjectId,
    approval: Schema.Types.ObjectId,
    state: { type: String, enum: ["due", "held", "sent", "failed", "skipped"], required: true },
    attempts: { type: Number, required: true },
    at: { type: Date, required: true },
    dueAt: { type: Date, required: true },
    lease: { type: leaseSchema },
    endedAt: Date,
    reason: String,
    with: String,
    returned: { type: returnedSchema },
  },
  { collection: "letters", strict: "throw", versionKey: false },
);

letterSchema.index(
  { state: 1, dueAt: 1 },
  { name: "due", partialFilterExpression: { state: { $in: ["due", "held"] } } },
);
letterSchema.index(
  { person: 1, at: 1 },
  { name: "person", partialFilterExpression: { person: { $exists: true } } },
);
letterSchema.index(
  { mailbox: 1, at: 1 },
  { name: "mailbox", partialFilterExpression: { mailbox: { $exists: true } } },
);
// How the letters of some petitions get on: those that wait by `dueAt`, the others by when they ended.
letterSchema.index(
  { campaign: 1, petition: 1, state: 1, endedAt: 1, dueAt: 1 },
  { name: "course", partialFilterExpression: { campaign: { $exists: true } } },
);
letterSchema.index({ at: 1 }, { name: "kept", expireAfterSeconds: secondsKept });

/** The letters of all campaigns and accounts. */
export function letterModel(connection: Connection): Model<LetterEntry> {
  return connection.model<LetterEntry>("Letter", letterSchema);
}
