import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { type Static, type TSchema, Type } from "typebox";
import { Value } from "typebox/value";

/** The real arrival curve and mix of countries, scaled to a number of persons. */
export type Curve = {
  persons: number;
  /** Days of the curve (UTC) in order, and how many persons had signed by the end of each. */
  days: { day: string; signedBy: number }[];
  /** Countries, largest first, with the cumulative number of persons, in the order of `countryPosition`. */
  countries: { code: string; upTo: number }[];
};

const timelineSchema = Type.Array(
  Type.Object({ observed_at_utc: Type.String(), signature_count: Type.String({ pattern: "^[0-9]+$" }) }),
);
const countriesSchema = Type.Array(
  Type.Object({ iso_code: Type.String(), signature_count: Type.String({ pattern: "^[0-9]+$" }) }),
);

const dayLength = 24 * 3600 * 1_000;

/** Signatures of the petition when it was last observed. */
const allSignatures = 6_078_985;

/** Reads the curve and scales it: a share of 1 is all 6,078,985 persons. */
export function readCurve(share: number): Curve {
  const persons = Math.max(1, Math.round(allSignatures * share));
  return { persons, days: scaleDays(persons), countries: scaleCountries(persons) };
}

function scaleDays(persons: number): Curve["days"] {
  const observed = readTable("timeline.csv", timelineSchema).map((row) => ({
    at: Date.parse(row.observed_at_utc),
    count: Number(row.signature_count),
  }));
  const first = observed[0]?.at ?? 0;
  const last = observed.at(-1)?.at ?? 0;
  const days: Curve["days"] = [];
  for (let start = Math.floor(first / dayLength) * dayLength; start <= last; start += dayLength) {
    const share = countAt(observed, start + dayLength) / allSignatures;
    days.push({ day: new Date(start).toISOString().slice(0, 10), signedBy: Math.round(share * persons) });
  }
  return days;
}

/** Signatures at a moment, interpolated between the nearest observations. */
function countAt(observed: { at: number; count: number }[], moment: number): number {
  const after = observed.findIndex(({ at }) => at >= moment);
  const later = observed[after];
  const earlier = observed[after - 1];
  if (!later) return allSignatures;
  if (!earlier) return later.count;
  const part = (moment - earlier.at) / (later.at - earlier.at);
  return earlier.count + part * (later.count - earlier.count);
}

function scaleCountries(persons: number): Curve["countries"] {
  const rows = readTable("by-country.csv", countriesSchema)
    .map((row) => ({
      code: row.iso_code === "BAT" ? "AQ" : row.iso_code,
      count: Number(row.signature_count),
    }))
    .sort((one, other) => other.count - one.count);
  let sum = 0;
  return rows.map(({ code, count }) => {
    sum += count;
    return { code, upTo: Math.round((sum / allSignatures) * persons) };
  });
}

function readTable<Schema extends TSchema>(name: string, schema: Schema): Static<Schema> {
  const table: unknown = parse(readFileSync(new URL(`../data/${name}`, import.meta.url)), { columns: true });
  return Value.Parse(schema, table);
}
