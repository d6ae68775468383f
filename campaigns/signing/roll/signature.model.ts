import { type Connection, type Model, Schema, type Types } from "mongoose";
import type { Channel } from "../sheets/channel.ts";
import type { WithdrawalReason } from "../sheets/sheet.model.ts";

/** `counted` signatures make up the total; `withdrawn` ones keep no personal fields. */
export type SignatureState = "counted" | "withdrawn";

/**
 * A later change of a signature: the line that made it, and the tally it affected. With it, any sheet can tell what
 * it did to the roll, whenever it is processed again.
 */
export type Move = {
  sheet: Types.ObjectId;
  line: number;
  to: SignatureState;
  at: Date;
  petition: string;
  country: string;
  channel: Channel;
  reason?: WithdrawalReason;
};

/** Consent as it was before it changed. */
export type PastConsent = { updates: boolean; secretariat?: boolean; until: Date };

/** One person on a campaign's roll. The primary key enforces the rule that a person appears once. */
export type Signature = {
  /** Campaign ordinal (4 bytes, big endian), nullifier (16), slot (1). */
  _id: Buffer;
  /** The line that first put it on the roll; it never changes. */
  sheet: Types.ObjectId;
  line: number;
  petition: string;
  country: string;
  channel: Channel;
  locale: string;
  version: number;
  /** `campaignMailbox` of its address, where the campaign's identity rule is another one; else the person is it. */
  mailbox?: Buffer;
  /** Agreed to news from the organisation that owns the petition. */
  updates?: true;
  /** Agreed to news from the secretariat, if the petition belongs to another organisation. */
  secretariat?: true;
  /** Officials are not to get her name. */
  unnamed?: true;
  source?: string;
  nameKey?: Buffer;
  postcodeKey?: Buffer;
  at: Date;
  state: SignatureState;
  /** When its owner last asked to withdraw it; only lines stored later count it again. */
  takenBackAt?: Date;
  sealed?: Buffer;
  moves?: Move[];
  pastConsents?: PastConsent[];
};

export type SignatureModel = Model<Signature>;

const moveSchema = new Schema(
  {
    sheet: Schema.Types.ObjectId,
    line: Number,
    to: String,
    at: Date,
    petition: String,
    country: String,
    channel: String,
    reason: String,
  },
  { _id: false },
);

const signatureSchema = new Schema(
  {
    _id: { type: Buffer, required: true },
    sheet: { type: Schema.Types.ObjectId, required: true },
    line: { type: Number, required: true },
    petition: { type: String, required: true },
    country: { type: String, required: true },
    channel: { type: String, required: true },
    locale: { type: String, required: true },
    version: { type: Number, required: true },
    mailbox: Buffer,
    updates: Boolean,
    secretariat: Boolean,
    unnamed: Boolean,
    source: String,
    nameKey: Buffer,
    postcodeKey: Buffer,
    at: { type: Date, required: true },
    state: { type: String, enum: ["counted", "withdrawn"], required: true },
    takenBackAt: Date,
    sealed: Buffer,
    moves: { type: [moveSchema], default: undefined },
    pastConsents: {
      type: [new Schema({ updates: Boolean, secretariat: Boolean, until: Date }, { _id: false })],
      default: undefined,
    },
  },
  { collection: "signatures", strict: "throw", versionKey: false },
);

signatureSchema.index(
  { mailbox: 1 },
  { name: "mailbox", partialFilterExpression: { mailbox: { $exists: true } } },
);

/** The rolls of all campaigns: each is a contiguous range of keys, in an order that reveals nothing about arrival. */
export function signatureModel(connection: Connection): SignatureModel {
  return connection.model<Signature>("Signature", signatureSchema);
}
