import { type Connection, type Model, Schema } from "mongoose";

/**
 * The results of one source code, for a campaign or for one of its petitions. Each has its own document: anybody can
 * put any code into an address, and they must not inflate a document that every fold needs.
 */
export type SourceSum = {
  /** campaign/petition/source, with `*` for all petitions and an empty source for lines without one. */
  _id: string;
  campaign: number;
  petition: string | null;
  source: string;
  counted?: number;
  asked?: number;
  confirmed?: number;
  /** Signatures by country. */
  countries?: Record<string, number>;
};

export type SourceSumModel = Model<SourceSum>;

const sourceSumSchema = new Schema(
  {
    _id: { type: String, required: true },
    campaign: { type: Number, required: true },
    petition: { type: String, default: null },
    // Mongoose treats an empty string as missing.
    source: { type: String, default: "" },
    counted: Number,
    asked: Number,
    confirmed: Number,
    countries: Schema.Types.Mixed,
  },
  { collection: "sourceSums", strict: "throw", versionKey: false, minimize: false },
);

sourceSumSchema.index({ campaign: 1, petition: 1, counted: -1 }, { name: "largest" });

/** The key of a source's sum. */
export function sourceSumKey(campaign: number, petition: string | null, source: string): string {
  return `${campaign}/${petition ?? "*"}/${source}`;
}

/** Reads a key made by `sourceSumKey`. */
export function readSourceSumKey(key: string): Pick<SourceSum, "campaign" | "petition" | "source"> {
  const [campaign, petition = "", source = ""] = key.split("/");
  return { campaign: Number(campaign), petition: petition === "*" ? null : petition, source };
}

/** The sums of all sources. */
export function sourceSumModel(connection: Connection): SourceSumModel {
  return connection.model<SourceSum>("SourceSum", sourceSumSchema);
}
