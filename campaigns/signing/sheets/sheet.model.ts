import { type Connection, type Model, Schema, type Types } from "mongoose";
import { type Channel, channels } from "./channel.ts";
import type { CountDeltas } from "./count-deltas.ts";

/**
 * What the lines of a sheet are for: `confirming` lines wait for a click in a mail, `counting` lines count,
 * `withdrawing` lines withdraw a signature.
 */
export type SheetKind = "confirming" | "counting" | "withdrawing";

/**
 * `received`: stored, not processed; `processed`: its result is written; `folded`: its counts are in the tallies and
 * sums. A folded sheet becomes `processed` again when a line on it stops waiting: then only that is folded.
 */
export type SheetState = "received" | "processed" | "folded";

/**
 * What became of a line. `waiting` may become `confirmed`, `expired` or `erased`; all others are final. `void` is a
 * withdrawal of a signature that did not count.
 */
export type Outcome =
  | "waiting"
  | "confirmed"
  | "expired"
  | "erased"
  | "counted"
  | "repeat"
  | "withdrawn"
  | "void";

/** Why a line withdraws a signature. */
export type WithdrawalReason = "withdrawn" | "not-me";

/** One line; its personal fields are stored sealed in the sheet's `sealed` until the sheet is processed. */
export type Line = {
  /** Campaign ordinal (4 bytes) and nullifier (16): identifies the signature without revealing the person. */
  person: Buffer;
  /** `campaignMailbox` of its address, where the campaign's identity rule is another one; else the person is it. */
  mailbox?: Buffer;
  petition: string;
  country: string;
  locale: string;
  version: number;
  /** Present when the signer agreed to it. */
  updates?: true;
  secretariat?: true;
  /** Present when officials are not to get her name. */
  unnamed?: true;
  source?: string;
  /** For campaigns that allow a second signer per mailbox: blind keys of name and postcode. */
  nameKey?: Buffer;
  postcodeKey?: Buffer;
  /** For lines that count: the commitment to the personal fields, `fieldsRoot`. */
  fields?: Buffer;
  /** The line that this one confirms: its sheet and index. */
  confirms?: { sheet: Types.ObjectId; line: number };
  /** The country of the line that it confirms, where she corrected it. */
  enteredCountry?: string;
  /** For withdrawals: which signature of the mailbox, and why. */
  slot?: number;
  reason?: WithdrawalReason;
};

/** What a processed sheet adds to the tallies; negative for withdrawals. */
export type SheetCount = { petition: string; country: string; channel: Channel; count: number };

/** Where a signature stood that was taken off: its signer may have signed elsewhere since she asked. */
export type TakenFrom = Pick<SheetCount, "petition" | "country">;

/** A sheet: lines that arrived together, and what became of each. */
export type Sheet = {
  _id: Types.ObjectId;
  /** Ordinal of the campaign. */
  campaign: number;
  kind: SheetKind;
  channel: Channel;
  state: SheetState;
  at: Date;
  lines: Line[];
  /** Sealed personal fields, parallel to `lines`; removed once processed. */
  sealed?: Buffer[];
  /** Parallel to `lines`, once processed. */
  outcomes?: Outcome[];
  /** By which sheet each confirmed line was, by the line's index: its count of confirmations is on that sheet. */
  confirmedBy?: Record<string, Types.ObjectId>;
  /** Slots of the counted and repeated lines, parallel to `lines`, if a mailbox may have two signatures. */
  slots?: number[];
  counts?: SheetCount[];
  /** For withdrawals: petition and country of the signature that was taken off, parallel to `lines`. */
  takenFrom?: (TakenFrom | null)[];
  /** What it is looked up by, once processed: `searchKeys`. */
  searchKeys?: string[];
  /** The place of its first leaf in the campaign's log, once folded; only sheets that changed the roll have leaves. */
  log?: number;
  /** What still has to be added to the sums; removed once folded. */
  deltas?: CountDeltas;
};

export type SheetModel = Model<Sheet>;

const lineSchema = new Schema(
  {
    person: { type: Buffer, required: true },
    mailbox: Buffer,
    petition: { type: String, required: true },
    country: { type: String, required: true },
    locale: { type: String, required: true },
    version: { type: Number, required: true },
    updates: Boolean,
    secretariat: Boolean,
    unnamed: Boolean,
    source: String,
    nameKey: Buffer,
    postcodeKey: Buffer,
    fields: Buffer,
    confirms: { type: new Schema({ sheet: Schema.Types.ObjectId, line: Number }, { _id: false }) },
    enteredCountry: String,
    slot: Number,
    reason: String,
  },
  { _id: false },
);

const countSchema = new Schema(
  { petition: String, country: String, channel: String, count: Number },
  { _id: false },
);

const sheetSchema = new Schema(
  {
    campaign: { type: Number, required: true },
    kind: { type: String, enum: ["confirming", "counting", "withdrawing"], required: true },
    channel: { type: String, enum: channels, required: true },
    state: { type: String, enum: ["received", "processed", "folded"], required: true },
    at: { type: Date, required: true },
    lines: { type: [lineSchema], required: true },
    sealed: { type: [Buffer], default: undefined },
    outcomes: { type: [String], default: undefined },
    confirmedBy: Schema.Types.Mixed,
    slots: { type: [Number], default: undefined },
    counts: { type: [countSchema], default: undefined },
    takenFrom: {
      type: [new Schema({ petition: String, country: String }, { _id: false })],
      default: undefined,
    },
    searchKeys: { type: [String], default: undefined },
    log: Number,
    deltas: Schema.Types.Mixed,
  },
  { collection: "sheets", strict: "throw", versionKey: false },
);

// Only sheets waiting for a step are indexed: the index stays small however long the campaign runs.
sheetSchema.index(
  { state: 1, campaign: 1, _id: 1 },
  { name: "unfinished", partialFilterExpression: { state: { $in: ["received", "processed"] } } },
);

// For lists of sheets, newest first, of a campaign or of some of its petitions.
sheetSchema.index({ campaign: 1, "lines.petition": 1, _id: 1 }, { name: "list" });
// The same for one country, channel, language or source. A sheet enters it with its result, so signing does not
// wait for it.
sheetSchema.index(
  { campaign: 1, searchKeys: 1, _id: 1 },
  { name: "searchKeys", partialFilterExpression: { searchKeys: { $exists: true } } },
);

// For those who follow the log. A place is given once.
sheetSchema.index(
  { campaign: 1, log: 1 },
  { name: "log", unique: true, partialFilterExpression: { log: { $exists: true } } },
);

/** The sheets of a database. */
export function sheetModel(connection: Connection): SheetModel {
  return connection.model<Sheet>("Sheet", sheetSchema);
}
