import type { Channel } from "./channel.ts";

/**
 * What sheets add to the sums of the dashboard. `counted`: on the roll, less than zero for withdrawals; `repeats`: the
 * person was on it already; `withdrawn`; `clicks`: counting lines that confirm another one; `asked`: lines that were
 * asked to confirm, of which some are `confirmed`, `expired` or `erased`, and the others wait.
 */
export const deltaKinds = [
  "counted",
  "repeats",
  "withdrawn",
  "clicks",
  "asked",
  "confirmed",
  "expired",
  "erased",
] as const;
export type DeltaKind = (typeof deltaKinds)[number];

/** What the dashboard tells apart. */
export type DeltaScope = {
  petition: string;
  country: string;
  version: number;
  locale: string;
  channel: Channel;
  source?: string | undefined;
};

/** How much of each term a sheet adds, by the term's name with its place; see `deltaKey`. */
export type CountDeltas = Record<string, number>;

/** A term and its place. */
export type CountDelta = {
  petition: string;
  country: string;
  channel: string;
  version: string;
  locale: string;
  /** Empty when the line names no source. */
  source: string;
  kind: DeltaKind;
};

const known: ReadonlySet<string> = new Set(deltaKinds);

/** Names a term with its place: `th/TH/web/1/en/poster/counted`. No part holds a slash, a full stop or a dollar sign. */
export function deltaKey(scope: DeltaScope, kind: DeltaKind): string {
  const { petition, country, channel, version, locale, source = "" } = scope;
  return `${petition}/${country}/${channel}/${version}/${locale}/${source}/${kind}`;
}

/** Reads a name of `deltaKey`. @throws RangeError for any other text. */
export function readDeltaKey(name: string): CountDelta {
  const [petition = "", country = "", channel = "", version = "", locale = "", source = "", kind = ""] =
    name.split("/");
  if (!isDeltaKind(kind)) throw new RangeError(`"${name}" names no term.`);
  return { petition, country, channel, version, locale, source, kind };
}

/** Adds to a term. */
export function increase(sums: Map<string, number>, name: string, count: number): void {
  sums.set(name, (sums.get(name) ?? 0) + count);
}

/** The terms of some sums, as a sheet keeps them. */
export function toDeltas(sums: ReadonlyMap<string, number>): CountDeltas {
  return Object.fromEntries([...sums].filter(([, count]) => count !== 0));
}

function isDeltaKind(kind: string): kind is DeltaKind {
  return known.has(kind);
}
