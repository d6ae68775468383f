import { type Connection, type Model, Schema, type Types } from "mongoose";
import type { Channel } from "../sheets/channel.ts";
import type { WithdrawalReason } from "../sheets/sheet.model.ts";

/** `counted` signatures make the total; `withdrawn` ones were taken back and keep no personal field. */
export type SignatureState = "counted" | "withdrawn";

/**
 * A later change of a signature: which line made it, and the place in the tallies it moved. With it any sheet can read
 * what it did to the roll, whenever it is processed again.
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
export type PastConsent = { updates: boolean; secretariat?: boolean; showName?: boolean; until: Date };

/** One person on the roll of a campaign. The primary key is the rule: a person stands on it once. */
export type Signature = {
  /** Campaign ordinal (4 bytes, big endian), nullifier (16), slot (1). */
  _id: Buffer;
  /** The line that brought it onto the roll; it never changes. */
  sheet: Types.ObjectId;
  line: number;
  petition: string;
  country: string;
  channel: Channel;
  locale: string;
  version: number;
  /** Agreed to news from the organisation whose petition it is. */
  updates?: true;
  /** Agreed to news from the secretariat, where the petition is another organisation's. */
  secretariat?: true;
  showName?: true;
  source?: string;
  nameKey?: Buffer;
  postcodeKey?: Buffer;
  at: Date;
  state: SignatureState;
  /** When its owner last asked to take it back; only lines stored later count it again. */
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
    updates: Boolean,
    secretariat: Boolean,
    showName: Boolean,
    source: String,
    nameKey: Buffer,
    postcodeKey: Buffer,
    at: { type: Date, required: true },
    state: { type: String, enum: ["counted", "withdrawn"], required: true },
    takenBackAt: Date,
    sealed: Buffer,
    moves: { type: [moveSchema], default: undefined },
    pastConsents: {
      type: [
        new Schema(
          { updates: Boolean, secretariat: Boolean, showName: Boolean, until: Date },
          { _id: false },
        ),
      ],
      default: undefined,
    },
  },
  { collection: "signatures", strict: "throw", versionKey: false },
);

/** The rolls of all campaigns: a campaign is a contiguous range of keys, its order says nothing of arrival. */
export function signatureModel(connection: Connection): SignatureModel {
  return connection.model<Signature>("Signature", signatureSchema);
}
