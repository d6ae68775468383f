import { type Connection, type Model, Schema, type Types } from "mongoose";

/** What one person can ask another to approve. */
export const approvalKinds = [
  "page",
  "petition",
  "update",
  "close",
  "reopen",
  "archive",
  "dates",
  "new-petition",
  "bundle",
] as const;
export type ApprovalKind = (typeof approvalKinds)[number];

/** What a change is about where it is in no language: each has its words in letters. */
export const changeLabels = [
  "sources",
  "reason",
  "timeZone",
  "opensAt",
  "closesAt",
  "country",
  "organisation",
] as const;
export type ChangeLabel = (typeof changeLabels)[number];

/** One text that changes: nothing stood there before, or nothing will, where it is empty. */
export type AskedChange = {
  /** The language of both texts, or what they are about. */
  about: { locale: string } | { label: ChangeLabel };
  was: string;
  becomes: string;
};

/** What waits for a second person, as it was when it was asked for: what the letters to those who may approve show. */
export type Approval = {
  _id: Types.ObjectId;
  kind: ApprovalKind;
  /** Slug of the campaign, and its names by language. */
  campaign: string;
  names: { locale: string; text: string }[];
  /** Id of the petition or of the update. */
  thing: string | null;
  /** Slug of the organisation whose matter it is. */
  organisation: string;
  /** Why, in the words of who asks. */
  note: string;
  changes: AskedChange[];
  /** Id of the account that asks. */
  by: string;
  at: Date;
};

/** A mail server may be away for a while; afterwards the page that decides shows what is asked for. */
const secondsKept = 7 * 24 * 3_600;

const nested = { _id: false, strict: "throw" } as const;
const text = { type: String, required: true } as const;
const maybeEmpty = { type: String, default: "" } as const;

const approvalSchema = new Schema<Approval>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    kind: { ...text, enum: approvalKinds },
    campaign: text,
    names: [new Schema({ locale: text, text }, nested)],
    thing: { type: String, default: null },
    organisation: text,
    note: maybeEmpty,
    changes: [
      new Schema(
        {
          about: new Schema({ locale: String, label: { type: String, enum: changeLabels } }, nested),
          was: maybeEmpty,
          becomes: maybeEmpty,
        },
        nested,
      ),
    ],
    by: text,
    at: { type: Date, required: true },
  },
  { collection: "approvals", strict: "throw", versionKey: false },
);

approvalSchema.index({ at: 1 }, { name: "kept", expireAfterSeconds: secondsKept });

/** What was asked for in the last days. */
export function approvalModel(connection: Connection): Model<Approval> {
  return connection.model<Approval>("Approval", approvalSchema);
}
