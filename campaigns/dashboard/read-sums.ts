import type { Database } from "../database.ts";
import { type Term, terms } from "../sheets/terms.ts";
import { type CountrySum, type Sum, sumKey } from "../tallies/sum.model.ts";
import { documentsOf, type Scope } from "./scope.ts";

/** The sums of a scope. */
export type Figures = Record<Term, number> & {
  /** Lines that were asked to confirm and still wait. */
  awaiting: number;
  channels: Record<string, number>;
  languages: Record<string, number>;
  /** Sheets with lines of the scope; null where they are not counted apart: in one country, or in several petitions. */
  sheets: number | null;
};

/** Signatures of a place since the beginning, and today. */
export type Grown = { counted: number; today: number };

/** What the sums say of a scope at one moment. */
export type SumReading = {
  figures: Figures;
  today: { counted: number; channels: Record<string, number> };
  /** Countries with signatures, largest first. */
  countries: (Grown & { code: string })[];
  petitions: (Grown & { petition: string; versions: Record<string, number> })[];
};

const day = 24 * 3600 * 1_000;

/** The first moment of a day (UTC). */
export function startOfDay(at: Date): Date {
  return new Date(Math.floor(at.getTime() / day) * day);
}

/** Reads the sums of a scope: two documents, or two a petition, whatever the number of signatures. */
export async function readSums(
  { database, now }: { database: Pick<Database, "sums">; now: () => Date },
  scope: Scope,
): Promise<SumReading> {
  const { ordinal } = scope.campaign;
  const today = startOfDay(now());
  const whole = documentsOf(scope);
  const wanted = [...new Set([...whole, ...scope.petitions.map(({ id }) => id)])];
  const keys = wanted.flatMap((petition) => [
    sumKey(ordinal, petition, null),
    sumKey(ordinal, petition, today),
  ]);
  const found = await database.sums
    .find({ _id: { $in: keys } }, { projection: { hours: 0, minutes: 0 } })
    .toArray();
  const sums = new Map(found.map((sum) => [sum._id, sum]));
  const all = whole.flatMap((petition) => sums.get(sumKey(ordinal, petition, null)) ?? []);
  const days = whole.flatMap((petition) => sums.get(sumKey(ordinal, petition, today)) ?? []);
  const parts = all.flatMap((sum) => inCountry(sum, scope.country) ?? []);
  const partsToday = days.flatMap((sum) => inCountry(sum, scope.country) ?? []);
  return {
    figures: addFigures(parts, whole.length === 1 && scope.country === null ? all : []),
    today: { counted: total(partsToday, "counted"), channels: merge(partsToday, "channels") },
    countries: growByCountry(all, days, scope.country),
    petitions: scope.petitions.map(({ id }) => {
      const since = sums.get(sumKey(ordinal, id, null));
      const newest = sums.get(sumKey(ordinal, id, today));
      return {
        petition: id,
        counted: inCountry(since, scope.country)?.counted ?? 0,
        today: inCountry(newest, scope.country)?.counted ?? 0,
        versions: scope.country === null ? (since?.versions ?? {}) : {},
      };
    }),
  };
}

function inCountry(sum: Sum | undefined, country: string | null): CountrySum | undefined {
  return country === null ? sum : sum?.countries?.[country];
}

function addFigures(parts: readonly CountrySum[], counting: readonly Sum[]): Figures {
  const sums = Object.fromEntries(terms.map((term) => [term, total(parts, term)]));
  const of = (term: Term) => sums[term] ?? 0;
  return {
    counted: of("counted"),
    repeats: of("repeats"),
    withdrawn: of("withdrawn"),
    clicks: of("clicks"),
    asked: of("asked"),
    confirmed: of("confirmed"),
    expired: of("expired"),
    erased: of("erased"),
    awaiting: of("asked") - of("confirmed") - of("expired") - of("erased"),
    channels: merge(parts, "channels"),
    languages: merge(parts, "languages"),
    sheets: counting[0]?.sheets ?? null,
  };
}

function total(parts: readonly CountrySum[], term: Term): number {
  return parts.reduce((sum, part) => sum + (part[term] ?? 0), 0);
}

function merge(parts: readonly CountrySum[], field: "channels" | "languages"): Record<string, number> {
  const sums = new Map<string, number>();
  for (const part of parts) {
    for (const [name, count] of Object.entries(part[field] ?? {}))
      sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return Object.fromEntries([...sums].filter(([, count]) => count !== 0));
}

function growByCountry(all: readonly Sum[], days: readonly Sum[], only: string | null) {
  const rows = new Map<string, { code: string; counted: number; today: number }>();
  const add = (sums: readonly Sum[], field: "counted" | "today") => {
    for (const { countries = {} } of sums) {
      for (const [code, { counted = 0 }] of Object.entries(countries)) {
        if (only !== null && only !== code) continue;
        const row = rows.get(code) ?? { code, counted: 0, today: 0 };
        rows.set(code, row);
        row[field] += counted;
      }
    }
  };
  add(all, "counted");
  add(days, "today");
  return [...rows.values()]
    .filter(({ counted, today }) => counted !== 0 || today !== 0)
    .sort((one, other) => other.counted - one.counted || one.code.localeCompare(other.code));
}
