import { day as dayLength } from "../platform/durations.ts";
import { type Counts, tallyKey } from "../signing/tallies/recount-roll.ts";
import type { RollEntry } from "./signature-rows.ts";

/** A wording and the number of people who signed it. */
export type WordingCount = { petition: string; locale: string; version: number; count: number };

/** Counts a bundle's signatures as they pass. */
export class RollCount {
  signatures = 0;
  /** Of them, those who asked to be left unnamed. */
  unnamed = 0;
  /** By petition, country and channel. */
  readonly byKey: Counts = new Map();
  /** The times of the first and last signature, in milliseconds; meaningless while there are none. */
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  /** By day, each given by the number of days from 1970 to it, in UTC. */
  readonly byDay = new Map<number, number>();
  readonly #wordings = new Map<string, WordingCount>();

  /** Counts one signature. */
  add(entry: RollEntry): void {
    const { petition, locale, version, at } = entry;
    this.signatures += 1;
    if (entry.unnamed) this.unnamed += 1;
    const key = tallyKey(entry);
    this.byKey.set(key, (this.byKey.get(key) ?? 0) + 1);
    const wording = `${petition}/${locale}/${version}`;
    const known = this.#wordings.get(wording);
    if (known) known.count += 1;
    else this.#wordings.set(wording, { petition, locale, version, count: 1 });
    const time = at.getTime();
    const day = Math.floor(time / dayLength);
    this.byDay.set(day, (this.byDay.get(day) ?? 0) + 1);
    if (time < this.first) this.first = time;
    if (time > this.last) this.last = time;
  }

  /** The signed wordings, in a fixed order. */
  wordings(): WordingCount[] {
    return [...this.#wordings.entries()]
      .sort(([one], [other]) => compare(one, other))
      .map(([, count]) => count);
  }

  /** Sums by one part of the key: 0 petition, 1 country, 2 channel; in a fixed order. */
  by(part: 0 | 1 | 2): [string, number][] {
    const sums = new Map<string, number>();
    for (const [key, count] of this.byKey) {
      const name = key.split("/")[part] ?? "";
      sums.set(name, (sums.get(name) ?? 0) + count);
    }
    return [...sums].sort(([one], [other]) => compare(one, other));
  }
}

/** Orders texts by code units, which is the same on every machine and in every language. */
export function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
