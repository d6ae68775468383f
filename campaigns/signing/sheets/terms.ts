import type { Channel } from "./channel.ts";

/**
 * What sheets add to the sums of the dashboard. `counted`: on the roll, less than zero for withdrawals; `repeats`: the
 * person was on it already; `withdrawn`; `clicks`: counting lines that confirm another one; `asked`: lines that were
 * asked to confirm, of which some are `confirmed`, `expired` or `erased`, and the others wait.
 */
export const terms = [
  "counted",
  "repeats",
  "withdrawn",
  "clicks",
  "asked",
  "confirmed",
  "expired",
  "erased",
] as const;
export type Term = (typeof terms)[number];

/** What the dashboard tells apart. */
export type TermPlace = {
  petition: string;
  country: string;
  version: number;
  locale: string;
  channel: Channel;
  source?: string | undefined;
};

/** How much of each term a sheet adds, by the term's name with its place; see `termName`. */
export type Terms = Record<string, number>;

/** A term and its place. */
export type PlacedTerm = {
  petition: string;
  country: string;
  channel: string;
  version: string;
  locale: string;
  /** Empty when the line names no source. */
  source: string;
  term: Term;
};

const known: ReadonlySet<string> = new Set(terms);

/** Names a term with its place: `th/TH/web/1/en/poster/counted`. No part holds a slash, a full stop or a dollar sign. */
export function termName(place: TermPlace, term: Term): string {
  const { petition, country, channel, version, locale, source = "" } = place;
  return `${petition}/${country}/${channel}/${version}/${locale}/${source}/${term}`;
}

/** Reads a name of `termName`. @throws RangeError for any other text. */
export function readTermName(name: string): PlacedTerm {
  const [petition = "", country = "", channel = "", version = "", locale = "", source = "", term = ""] =
    name.split("/");
  if (!isTerm(term)) throw new RangeError(`"${name}" names no term.`);
  return { petition, country, channel, version, locale, source, term };
}

/** Adds to a term. */
export function addTerm(sums: Map<string, number>, name: string, count: number): void {
  sums.set(name, (sums.get(name) ?? 0) + count);
}

/** The terms of some sums, as a sheet keeps them. */
export function toTerms(sums: ReadonlyMap<string, number>): Terms {
  return Object.fromEntries([...sums].filter(([, count]) => count !== 0));
}

function isTerm(term: string): term is Term {
  return known.has(term);
}
