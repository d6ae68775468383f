import type { Database } from "../bundles/deps.ts";
import type { AtMoment } from "../platform/at-one-moment.ts";
import { day } from "../platform/durations.ts";
import { type DeltaKind, deltaKinds } from "../signing/sheets/count-deltas.ts";
import { type CountrySum, type Sum, sumKey } from "../signing/tallies/sum.model.ts";
import { documentsOf, type Scope } from "./scope.ts";

/** The sums of a scope. */
export type Figures = Record<DeltaKind, number> & {
  /** Lines that were asked to confirm and are still waiting. */
  awaiting: number;
  channels: Record<string, number>;
  languages: Record<string, number>;
  /**
   * Sheets with lines of the scope; null when they are not counted separately: in one country, or across several
   * petitions.
   */
  sheets: number | null;
};

/** Signatures of a country since the beginning, and today. */
export type Grown = { counted: number; today: number };

/** The sums of a scope at one moment. */
export type SumReading = {
  figures: Figures;
  today: { counted: number; channels: Record<string, number> };
  /** Countries with signatures, largest first. */
  countries: (Grown & { code: string })[];
  petitions: (Grown & { petition: string; versions: Record<string, number> })[];
};

/** The first moment of a day (UTC). */
export function startOfUtcDay(at: Date): Date {
  return new Date(Math.floor(at.getTime() / day) * day);
}

type SumDeps = { database: Pick<Database, "sums">; now: () => Date } & AtMoment;

/** Signatures by country: since the beginning, or of one day. */
type CountedByCountry = { day: Date | null; countries: { code: string; counted: number }[] };

/** Documents of a scope, by petition (or for all): since the beginning, and for today. */
type Found = { all(petition: string | null): CountrySum[]; today(petition: string | null): CountrySum[] };

/** Reads the sums of a scope: a few documents, or two per petition, whatever the number of signatures. */
export async function readSums(deps: SumDeps, scope: Scope): Promise<SumReading> {
  const whole = documentsOf(scope);
  const own = scope.petitions.map(({ id }) => id);
  const wanted = [...new Set([...whole, ...own])];
  const [sums, countries] = await Promise.all([
    scope.country === null
      ? readFigures(deps, scope, wanted)
      : readOneCountry(deps, scope, wanted, scope.country),
    readCountries(deps, scope, whole),
  ]);
  const all = whole.flatMap((petition) => sums.all(petition));
  const today = whole.flatMap((petition) => sums.today(petition));
  return {
    figures: addFigures(all, whole.length === 1 && scope.country === null ? all : []),
    today: { counted: total(today, "counted"), channels: merge(today, "channels") },
    countries,
    petitions: own.map((petition) => {
      const [since] = sums.all(petition);
      const versions = since && "versions" in since ? since.versions : undefined;
      return {
        petition,
        counted: total(sums.all(petition), "counted"),
        today: total(sums.today(petition), "counted"),
        versions: isCounts(versions) ? versions : {},
      };
    }),
  };
}

async function readFigures(
  { database, now, moment }: SumDeps,
  { campaign }: Scope,
  wanted: readonly (string | null)[],
): Promise<Found> {
  const day = startOfUtcDay(now());
  const keyOf = (petition: string | null, since: Date | null) => sumKey(campaign.ordinal, petition, since);
  const keys = wanted.flatMap((petition) => [keyOf(petition, null), keyOf(petition, day)]);
  const found = await database.sums
    .find({ _id: { $in: keys } }, { ...moment, projection: { hours: 0 } })
    .toArray();
  const sums = new Map(found.map((sum) => [sum._id, sum]));
  return {
    all: (petition) => present(sums.get(keyOf(petition, null))),
    today: (petition) => present(sums.get(keyOf(petition, day))),
  };
}

async function readOneCountry(
  { database, now, moment }: SumDeps,
  { campaign }: Scope,
  wanted: readonly (string | null)[],
  country: string,
): Promise<Found> {
  const day = startOfUtcDay(now());
  const keyOf = (petition: string | null, since: Date | null) =>
    sumKey(campaign.ordinal, petition, since, "countries");
  const keys = wanted.flatMap((petition) => [keyOf(petition, null), keyOf(petition, day)]);
  const found = await database.sums
    .find({ _id: { $in: keys } }, { ...moment, projection: { [`countries.${country}`]: 1 } })
    .toArray();
  const sums = new Map(found.map((sum) => [sum._id, sum.countries?.[country]]));
  return {
    all: (petition) => present(sums.get(keyOf(petition, null))),
    today: (petition) => present(sums.get(keyOf(petition, day))),
  };
}

async function readCountries(
  { database, now, moment }: SumDeps,
  { campaign, country }: Scope,
  whole: readonly (string | null)[],
) {
  const day = startOfUtcDay(now());
  const keys = whole.flatMap((petition) =>
    [null, day].map((since) => sumKey(campaign.ordinal, petition, since, "countries")),
  );
  const field = country === null ? "countries" : `countries.${country}`;
  const counted = { code: "$$this.k", counted: { $ifNull: ["$$this.v.counted", 0] } };
  // Projected in MongoDB: a country's other sums are a dozen times larger than what is shown here.
  const found = await database.sums
    .aggregate<CountedByCountry>(
      [
        { $match: { _id: { $in: keys } } },
        { $project: { day: 1, [field]: 1 } },
        {
          $project: {
            day: 1,
            countries: { $map: { input: { $objectToArray: { $ifNull: ["$countries", {}] } }, in: counted } },
          },
        },
      ],
      { ...moment },
    )
    .toArray();
  return growByCountry(found);
}

function present<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}

function isCounts(value: unknown): value is Record<string, number> {
  return typeof value === "object" && value !== null;
}

function addFigures(parts: readonly CountrySum[], counting: readonly Partial<Sum>[]): Figures {
  const sums = Object.fromEntries(deltaKinds.map((kind) => [kind, total(parts, kind)]));
  const of = (kind: DeltaKind) => sums[kind] ?? 0;
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

function total(parts: readonly CountrySum[], kind: DeltaKind): number {
  return parts.reduce((sum, part) => sum + (part[kind] ?? 0), 0);
}

function merge(parts: readonly CountrySum[], field: "channels" | "languages"): Record<string, number> {
  const sums = new Map<string, number>();
  for (const part of parts) {
    for (const [name, count] of Object.entries(part[field] ?? {}))
      sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return Object.fromEntries([...sums].filter(([, count]) => count !== 0));
}

function growByCountry(sums: readonly CountedByCountry[]) {
  const rows = new Map<string, Grown & { code: string }>();
  for (const { day, countries } of sums) {
    const field = day === null ? "counted" : "today";
    for (const { code, counted } of countries) {
      const row = rows.get(code) ?? { code, counted: 0, today: 0 };
      rows.set(code, row);
      row[field] += counted;
    }
  }
  return [...rows.values()]
    .filter(({ counted, today }) => counted !== 0 || today !== 0)
    .sort((one, other) => other.counted - one.counted || one.code.localeCompare(other.code));
}
