import { type Connection, type Model, Schema, type Types } from "mongoose";
import { type Ground, grounds } from "../mail/refusal-words.ts";
import type { Locale } from "../platform/languages/languages.ts";
import { type DispatchState, dispatchStates } from "./dispatch.model.ts";
import { type UpdateState, updateStates } from "./update-states.ts";

/** What readers of one language get: a one-line subject, a body in Markdown; both may contain merge fields. */
export type UpdateText = { subject: string; body: string };

/**
 * Whom an update is for: everybody on the roll who agreed to hear from the sender and is not excluded by a field here.
 */
export type Audience = {
  /** Ids of the campaign's petitions. */
  petitions?: string[] | undefined;
  /** ISO codes. */
  countries?: string[] | undefined;
  /** Languages that people signed in. */
  languages?: Locale[] | undefined;
  /** Slug of the organisation whose petition was signed. */
  organisation?: string | undefined;
  /** Signed at this moment or later. */
  joinedFrom?: Date | undefined;
  /** Signed before this moment. */
  joinedBefore?: Date | undefined;
};

/** How many dispatches are in each state; at every moment they add up to the planned ones. */
export type DispatchCounts = Record<DispatchState, number>;

/** A provider that refused so many of the last mails it was handed because of us. */
export type PausedFor = { provider: string; ground: Ground; handed: number; refused: number; at: Date };

/** An e-mail from an organisation to supporters of one campaign. */
export type Update = {
  _id: Types.ObjectId;
  /** Slug. */
  campaign: string;
  /** Slug of the organisation that sends it. */
  organisation: string;
  state: UpdateState;
  texts: Partial<Record<Locale, UpdateText>>;
  /** Languages, in order, for readers without a text in their own; the first with a text is used. */
  fallback: Locale[];
  audience: Audience;
  /** Ids of accounts. */
  createdBy: string;
  createdAt: Date;
  changedAt: Date;
  submittedBy?: string;
  submittedAt?: Date;
  approvedBy?: string;
  approvedAt?: Date;
  /** Figures that Sheaf has counted itself, as plain numbers: its texts may say them without another source. */
  counted?: string[];
  /** Why it was sent back to its writer. */
  remark?: string;
  /** When it goes out; an approved update without it waits to be scheduled. */
  scheduledAt?: Date;
  /** The time zone in which that was chosen, and is shown. */
  scheduledIn?: string;
  /** When sending started: people who join later don't get it. */
  startedAt?: Date;
  /** Planning progress: the last supporter's key, and the number of ranges made. */
  planning?: { reached?: Buffer; ranges: number };
  /** When every supporter had a dispatch; until then `planned` is still growing. */
  plannedAt?: Date;
  endedAt?: Date;
  /** Why Sheaf itself paused it; gone once somebody resumes it. */
  pausedFor?: PausedFor;
  /** Kept out of the public archive. */
  unlisted?: boolean;
  /** Number of dispatches created. */
  planned: number;
  counts: DispatchCounts;
};

/** Collection `updates`. */
export type UpdateModel = Model<Update>;

const nested = { _id: false, strict: "throw" } as const;
const count = { type: Number, required: true, default: 0 } as const;
const text = { type: String, required: true } as const;

const audienceSchema = new Schema<Audience>(
  {
    petitions: { type: [String], default: undefined },
    countries: { type: [String], default: undefined },
    languages: { type: [String], default: undefined },
    organisation: String,
    joinedFrom: Date,
    joinedBefore: Date,
  },
  nested,
);

const updateSchema = new Schema<Update>(
  {
    campaign: text,
    organisation: text,
    state: { ...text, enum: [...updateStates] },
    texts: { type: Schema.Types.Mixed, required: true },
    fallback: { type: [String], required: true },
    audience: { type: audienceSchema, required: true },
    createdBy: text,
    createdAt: { type: Date, required: true },
    changedAt: { type: Date, required: true },
    submittedBy: String,
    submittedAt: Date,
    approvedBy: String,
    approvedAt: Date,
    counted: { type: [String], default: undefined },
    remark: String,
    scheduledAt: Date,
    scheduledIn: String,
    startedAt: Date,
    planning: new Schema({ reached: Buffer, ranges: count }, nested),
    plannedAt: Date,
    endedAt: Date,
    pausedFor: new Schema(
      {
        provider: text,
        ground: { ...text, enum: [...grounds] },
        handed: count,
        refused: count,
        at: { type: Date, required: true },
      },
      nested,
    ),
    unlisted: Boolean,
    planned: count,
    counts: {
      type: new Schema(Object.fromEntries(dispatchStates.map((state) => [state, count])), nested),
      required: true,
    },
  },
  { collection: "updates", strict: "throw", versionKey: false, minimize: false },
);

updateSchema.index({ campaign: 1, changedAt: -1 }, { name: "listed" });
// Looked up whenever somebody opens the dashboard: updates that need attention.
updateSchema.index(
  { campaign: 1, state: 1, organisation: 1 },
  { name: "waiting", partialFilterExpression: { state: { $in: ["submitted", "approved"] } } },
);
updateSchema.index(
  { campaign: 1, organisation: 1 },
  { name: "uncertain", partialFilterExpression: { "counts.uncertain": { $gt: 0 } } },
);
updateSchema.index(
  { createdBy: 1, changedAt: -1 },
  { name: "own", partialFilterExpression: { state: "draft" } },
);
updateSchema.index(
  { state: 1, scheduledAt: 1 },
  {
    name: "due",
    partialFilterExpression: { state: { $in: ["approved", "sending", "paused", "cancelled"] } },
  },
);

/** The updates of all campaigns. */
export function updateModel(connection: Connection): UpdateModel {
  return connection.model<Update>("Update", updateSchema);
}

/** No dispatches yet. */
export function noCounts(): DispatchCounts {
  return { queued: 0, claimed: 0, sent: 0, failed: 0, suppressed: 0, skipped: 0, uncertain: 0 };
}
