import { type Connection, type Model, Schema } from "mongoose";

/**
 * A source code that an organisation uses in a campaign, with a readable name: "posters in the shop at the station".
 * A code counts without being registered; this says what it is.
 */
export type SourceCode = {
  /** campaign/organisation/code */
  _id: string;
  campaign: string;
  organisation: string;
  code: string;
  label: string;
  createdAt: Date;
  /** No longer offered; its name stays next to its results. */
  archivedAt?: Date;
};

const text = { type: String, required: true } as const;

const sourceCodeSchema = new Schema<SourceCode>(
  {
    _id: text,
    campaign: text,
    organisation: text,
    code: text,
    label: text,
    createdAt: { type: Date, required: true },
    archivedAt: Date,
  },
  { collection: "sourcecodes", strict: "throw", versionKey: false },
);

sourceCodeSchema.index({ campaign: 1, code: 1 });
sourceCodeSchema.index({ campaign: 1, createdAt: -1 });

/** The registered source codes of all campaigns. */
export function sourceCodeModel(connection: Connection): Model<SourceCode> {
  return connection.model<SourceCode>("SourceCode", sourceCodeSchema);
}

/**
 * What a source code is made of, for regular expressions and schemas: codes appear in addresses and in the keys of
 * sums.
 */
export const sourceCodePattern = "[A-Za-z0-9_-]{1,40}";

const wholeCode = new RegExp(`^${sourceCodePattern}$`);

/** Tells whether a text can be a source code. */
export function isSourceCode(text: string): boolean {
  return wholeCode.test(text);
}
