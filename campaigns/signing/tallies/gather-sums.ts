import { minute } from "../../platform/durations.ts";
import { type CountDelta, increase, readDeltaKey } from "../sheets/count-deltas.ts";
import type { Sheet, SheetCount } from "../sheets/sheet.model.ts";
import { sourceSumKey } from "./source-sum.model.ts";
import { type SumPart, sumKey } from "./sum.model.ts";

const dayLength = 24 * 3600 * 1_000;

/** What has to be added to one document: its fields by path. */
export type Addition<Identity> = { identity: Identity; paths: Map<string, number> };
type SumIdentity = { campaign: number; petition: string | null; day: Date | null; part: SumPart };
type SourceIdentity = { campaign: number; petition: string | null; source: string };

/** Gathers what some sheets add to the sums of a campaign, so that each document is written once. */
export class GatheredSums {
  readonly sums = new Map<string, Addition<SumIdentity>>();
  readonly sources = new Map<string, Addition<SourceIdentity>>();
  readonly #campaign: number;
  readonly #deltas = new Map<string, number>();

  constructor(campaign: number) {
    this.#campaign = campaign;
  }

  /** The number of distinct deltas so far: it determines the cost of folding these sheets. */
  get size(): number {
    return this.#deltas.size;
  }

  addSheet({ at, counts, deltas }: Pick<Sheet, "at" | "counts" | "deltas">): void {
    for (const count of counts ?? []) this.addCount(count, at);
    for (const [name, count] of Object.entries(deltas ?? {})) increase(this.#deltas, name, count);
    this.#addSheetItself(deltas);
  }

  /** Adds signatures of one minute. */
  addCount({ petition, country, channel, count }: SheetCount, at: Date): void {
    const day = new Date(Math.floor(at.getTime() / dayLength) * dayLength);
    const minuteOfDay = Math.floor((at.getTime() - day.getTime()) / minute);
    const hour = Math.floor(minuteOfDay / 60);
    for (const whose of [null, petition]) {
      const all = this.#sum(whose, null);
      const today = this.#sum(whose, day);
      for (const paths of [all, today]) {
        increase(paths, "counted", count);
        increase(paths, `channels.${channel}`, count);
      }
      for (const since of [null, day]) {
        const byCountry = this.#sum(whose, since, "countries");
        increase(byCountry, `countries.${country}.counted`, count);
        increase(byCountry, `countries.${country}.channels.${channel}`, count);
      }
      increase(today, `hours.${hour}`, count);
      increase(this.#sum(whose, day, `h${hour}`), `minutes.${minuteOfDay % 60}`, count);
    }
  }

  /** Adds a delta to the sums it belongs to. */
  addDelta(delta: CountDelta, count: number): void {
    const { petition, country, version, locale, source, kind } = delta;
    for (const whose of [null, petition]) {
      const all = this.#sum(whose, null);
      const byCountry = this.#sum(whose, null, "countries");
      if (kind === "counted") {
        increase(all, `languages.${locale}`, count);
        increase(byCountry, `countries.${country}.languages.${locale}`, count);
        if (whose !== null) increase(all, `versions.${version}`, count);
      } else {
        increase(all, kind, count);
        increase(byCountry, `countries.${country}.${kind}`, count);
      }
      if (kind === "counted" || kind === "asked" || kind === "confirmed") {
        const ofSource = this.#source(whose, source);
        increase(ofSource, kind, count);
        if (kind === "counted") increase(ofSource, `countries.${country}`, count);
      }
    }
  }

  /** Distributes the deltas of all sheets over the documents; called once, at the end. */
  spread(): this {
    for (const [name, count] of this.#deltas) this.addDelta(readDeltaKey(name), count);
    return this;
  }

  /** Counts one sheet for the campaign and for each petition that has lines on it. */
  countSheet(petitions: ReadonlySet<string>): void {
    if (petitions.size === 0) return;
    for (const whose of [null, ...petitions]) increase(this.#sum(whose, null), "sheets", 1);
  }

  /** A sheet is counted when its lines were accepted, and not again when one of them stops waiting. */
  #addSheetItself(deltas: Sheet["deltas"]): void {
    const petitions = new Set<string>();
    for (const name of Object.keys(deltas ?? {})) {
      const { petition, kind } = readDeltaKey(name);
      if (kind === "withdrawn") return;
      if (kind === "asked" || kind === "counted" || kind === "repeats") petitions.add(petition);
    }
    this.countSheet(petitions);
  }

  #sum(petition: string | null, day: Date | null, part: SumPart = null): Map<string, number> {
    const campaign = this.#campaign;
    const key = sumKey(campaign, petition, day, part);
    const known = this.sums.get(key);
    if (known) return known.paths;
    const paths = new Map<string, number>();
    this.sums.set(key, { identity: { campaign, petition, day, part }, paths });
    return paths;
  }

  #source(petition: string | null, source: string): Map<string, number> {
    const campaign = this.#campaign;
    const key = sourceSumKey(campaign, petition, source);
    const known = this.sources.get(key);
    if (known) return known.paths;
    const paths = new Map<string, number>();
    this.sources.set(key, { identity: { campaign, petition, source }, paths });
    return paths;
  }
}
