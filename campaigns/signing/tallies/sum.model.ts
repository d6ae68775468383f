import { type Connection, type Model, Schema } from "mongoose";
import type { DeltaKind } from "../sheets/count-deltas.ts";

/** The sums of one country. */
export type CountrySum = Partial<Record<DeltaKind, number>> & {
  channels?: Record<string, number>;
  languages?: Record<string, number>;
};

/** The content of a document: figures (null), the countries, or the minutes of one hour, as `h14`. */
export type SumPart = null | "countries" | `h${number}`;

/**
 * What the dashboard reads for a campaign or one of its petitions: everything since its start, or the signatures
 * added on one day (UTC). Folded in the transaction of the tallies, so that reading costs the same at any size.
 * Countries and minutes have their own documents: they are large, and most readers need only the figures.
 */
export type Sum = Partial<Record<DeltaKind, number>> & {
  /**
   * campaign/petition/day, with `*` for all petitions and `all` for all days, followed by the part if there is one.
   */
  _id: string;
  campaign: number;
  petition: string | null;
  day: Date | null;
  part: SumPart;
  channels?: Record<string, number>;
  countries?: Record<string, CountrySum>;
  /** All days only: processed sheets, languages and, for a petition, its versions. */
  sheets?: number;
  languages?: Record<string, number>;
  versions?: Record<string, number>;
  /** One day only: signatures by hour (0 to 23), and in an hour's part by minute. */
  hours?: Record<string, number>;
  minutes?: Record<string, number>;
};

export type SumModel = Model<Sum>;

const { Mixed } = Schema.Types;

const sumSchema = new Schema(
  {
    _id: { type: String, required: true },
    campaign: { type: Number, required: true },
    petition: { type: String, default: null },
    day: { type: Date, default: null },
    part: { type: String, default: null },
    counted: Number,
    repeats: Number,
    withdrawn: Number,
    clicks: Number,
    asked: Number,
    confirmed: Number,
    expired: Number,
    erased: Number,
    channels: Mixed,
    countries: Mixed,
    sheets: Number,
    languages: Mixed,
    versions: Mixed,
    hours: Mixed,
    minutes: Mixed,
  },
  { collection: "sums", strict: "throw", versionKey: false, minimize: false },
);

sumSchema.index({ campaign: 1, petition: 1, part: 1, day: 1 }, { name: "days" });

/** The key of a sum. */
export function sumKey(
  campaign: number,
  petition: string | null,
  day: Date | null,
  part: SumPart = null,
): string {
  const key = `${campaign}/${petition ?? "*"}/${day?.toISOString().slice(0, 10) ?? "all"}`;
  return part === null ? key : `${key}/${part}`;
}

/** Reads a key made by `sumKey`. */
export function readSumKey(key: string): Pick<Sum, "campaign" | "petition" | "day" | "part"> {
  const [campaign, petition = "", day, part] = key.split("/");
  return {
    campaign: Number(campaign),
    petition: petition === "*" ? null : petition,
    day: !day || day === "all" ? null : new Date(day),
    part: part === undefined ? null : part === "countries" ? part : `h${Number(part.slice(1))}`,
  };
}

/** The sums of all campaigns. */
export function sumModel(connection: Connection): SumModel {
  return connection.model<Sum>("Sum", sumSchema);
}
