import { type Connection, type Model, Schema, type Types } from "mongoose";
import { type MailEventKind, mailEventKinds } from "../outbox/returned.ts";
import { type Ground, grounds } from "./refusal-words.ts";
import { type SuppressionEvidence, suppressionSources } from "./suppression/suppression.model.ts";

/** One thing told of one mail; told again it is the same. It names a mail and a blind key, nobody. */
export type MailEvent = {
  /** Kind and mail, or the provider's own id of the report. */
  _id: string;
  kind: MailEventKind;
  at: Date;
  source: SuppressionEvidence["source"];
  status?: string;
  /** Of a refusal, what it speaks of. */
  ground?: Ground;
  /** Who receives for the address: `mailProvider`. */
  provider?: string;
  /** `mailboxKey` of the address, when it could be found out. */
  key?: Buffer;
  /** The letter or update it is about; neither is known when a provider names only the address. */
  letter?: string;
  update?: Types.ObjectId;
  /** Slug of the campaign, when the mail is known. */
  campaign?: string;
  /** Slug of the organisation that sent it. */
  organisation?: string;
};

export type MailEventModel = Model<MailEvent>;

const secondsKept = 180 * 24 * 3600;

const mailEventSchema = new Schema(
  {
    _id: { type: String, required: true },
    kind: { type: String, enum: mailEventKinds, required: true },
    at: { type: Date, required: true },
    source: { type: String, enum: suppressionSources, required: true },
    status: String,
    ground: { type: String, enum: grounds },
    provider: String,
    key: Buffer,
    letter: String,
    update: Schema.Types.ObjectId,
    campaign: String,
    organisation: String,
  },
  { collection: "mailevents", strict: "throw", versionKey: false },
);

mailEventSchema.index({ key: 1, kind: 1, at: -1 }, { name: "address" });
mailEventSchema.index({ organisation: 1, at: -1 }, { name: "organisation" });
mailEventSchema.index({ campaign: 1, organisation: 1, kind: 1, at: 1 }, { name: "campaign" });
mailEventSchema.index(
  { update: 1, kind: 1 },
  { name: "update", partialFilterExpression: { update: { $exists: true } } },
);
mailEventSchema.index({ kind: 1, at: 1 }, { name: "kind" });
mailEventSchema.index({ at: 1 }, { name: "kept", expireAfterSeconds: secondsKept });

/** What came back of the mails of all campaigns. */
export function mailEventModel(connection: Connection): MailEventModel {
  return connection.model<MailEvent>("MailEvent", mailEventSchema);
}
