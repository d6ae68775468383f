import { type Connection, type Model, Schema } from "mongoose";

/** What counts are compared with: the roll, the sheets, the mails of updates. */
export const recountKinds = ["roll", "sheets", "updates"] as const;
export type RecountKind = (typeof recountKinds)[number];

/** The result of a campaign's last recount, so that it can be seen without counting seven million again. */
export type RecountNote = {
  /** campaign/kind */
  _id: string;
  /** Slug. */
  campaign: string;
  against: RecountKind;
  at: Date;
  /** The number of counts that disagree; the log names each. */
  drift: number;
};

export type RecountNoteModel = Model<RecountNote>;

const recountNoteSchema = new Schema(
  {
    _id: { type: String, required: true },
    campaign: { type: String, required: true },
    against: { type: String, enum: recountKinds, required: true },
    at: { type: Date, required: true },
    drift: { type: Number, required: true },
  },
  { collection: "recounts", strict: "throw", versionKey: false },
);

/** The key of a note. */
export function recountKey(campaign: string, against: RecountKind): string {
  return `${campaign}/${against}`;
}

/** What the last recounts of all campaigns found. */
export function recountNoteModel(connection: Connection): RecountNoteModel {
  return connection.model<RecountNote>("RecountNote", recountNoteSchema);
}
