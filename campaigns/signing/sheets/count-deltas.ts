import type { Channel } from "./channel.ts";

/**
 * What sheets add to the dashboard's sums. `counted`: on the roll, negative for withdrawals; `repeats`: the person
 * was already on it; `withdrawn`; `clicks`: counting lines that confirm another one; `asked`: lines that were asked
 * to confirm, some of which are now `confirmed`, `expired` or `erased` while the others wait.
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

/** What the dashboard distinguishes by. */
export type DeltaScope = {
  petition: string;
  country: string;
  version: number;
  locale: string;
  channel: Channel;
  source?: string | undefined;
};

/** How much a sheet adds to each count, by `deltaKey`. */
export type CountDeltas = Record<string, number>;

/** A kind of count and what it is about. */
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

/** The key of a delta: `th/TH/web/1/en/poster/counted`. No part contains a slash, a full stop or a dollar sign. */
export function deltaKey(scope: DeltaScope, kind: DeltaKind): string {
  const { petition, country, channel, version, locale, source = "" } = scope;
  return `${petition}/${country}/${channel}/${version}/${locale}/${source}/${kind}`;
}

/** Reads a key made by `deltaKey`. @throws RangeError for any other text. */
export function readDeltaKey(name: string): CountDelta {
  const [petition = "", country = "", channel = "", version = "", locale = "", source = "", kind = ""] =
    name.split("/");
  if (!isDeltaKind(kind)) throw new RangeError(`"${name}" names no term.`);
  return { petition, country, channel, version, locale, source, kind };
}

/** Adds to the count under a key. */
export function increase(sums: Map<string, number>, name: string, count: number): void {
  sums.set(name, (sums.get(name) ?? 0) + count);
}

/** Non-zero deltas, as a sheet stores them. */
export function toDeltas(sums: ReadonlyMap<string, number>): CountDeltas {
  return Object.fromEntries([...sums].filter(([, count]) => count !== 0));
}

function isDeltaKind(kind: string): kind is DeltaKind {
  return known.has(kind);
}
