import { type Connection, type Model, Schema } from "mongoose";

/** Why an address gets no more updates, weakest reason first: a stronger one replaces a weaker. */
export const suppressionReasons = ["left-everything", "by-hand", "hard-bounce", "complaint"] as const;

export type SuppressionReason = (typeof suppressionReasons)[number];

/** Who told us: her own link, an account, the mail server while sending, a bounce report, or a mail provider. */
export const suppressionSources = [
  "supporter",
  "account",
  "sending",
  "report",
  "ses",
  "postmark",
  "mailgun",
] as const;

/** What a suppression is based on; never anything that a person wrote. */
export type SuppressionEvidence = {
  source: (typeof suppressionSources)[number];
  /** Enhanced status code (RFC 3463), such as 5.1.1. */
  status?: string;
  /** Who receives for the address: `mailProvider`. */
  provider?: string;
  /** How many soft bounces turned it into a hard one. */
  times?: number;
};

/** Why somebody lifted it: fixed choices, so that nobody writes a name into the audit trail. */
export const liftingReasons = ["asked", "works-again", "mistake"] as const;

export type LiftingReason = (typeof liftingReasons)[number];

/**
 * An address that gets no updates, in all campaigns, known by a blind key only. A lifted one stays, and suppresses
 * nothing.
 */
export type Suppression = {
  /** HMAC of the canonical address: `mailboxKey`. */
  _id: Buffer;
  reason: SuppressionReason;
  at: Date;
  evidence: SuppressionEvidence;
  lifted?: { at: Date; why: LiftingReason | "left-no-more" };
};

export type SuppressionModel = Model<Suppression>;

const suppressionSchema = new Schema(
  {
    _id: { type: Buffer, required: true },
    reason: { type: String, enum: suppressionReasons, required: true },
    at: { type: Date, required: true },
    evidence: {
      type: new Schema(
        {
          source: { type: String, enum: suppressionSources, required: true },
          status: String,
          provider: String,
          times: Number,
        },
        { _id: false },
      ),
      required: true,
    },
    lifted: {
      type: new Schema(
        {
          at: { type: Date, required: true },
          why: { type: String, enum: [...liftingReasons, "left-no-more"], required: true },
        },
        { _id: false },
      ),
    },
  },
  { collection: "suppressions", strict: "throw", versionKey: false },
);

suppressionSchema.index({ reason: 1, at: -1 }, { name: "reason" });

/** The suppressed addresses of all campaigns. */
export function suppressionModel(connection: Connection): SuppressionModel {
  return connection.model<Suppression>("Suppression", suppressionSchema);
}
