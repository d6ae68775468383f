import type { Sheet, SheetCount } from "../sheets/sheet.model.ts";
import { addTerm, type PlacedTerm, readTermName } from "../sheets/terms.ts";
import { sourceSumKey } from "./source-sum.model.ts";
import { type SumPart, sumKey } from "./sum.model.ts";

const minute = 60_000;
const dayLength = 24 * 3600 * 1_000;

/** What is to be added to one document: its fields by path. */
export type Addition<Place> = { place: Place; paths: Map<string, number> };
type SumPlace = { campaign: number; petition: string | null; day: Date | null; part: SumPart };
type SourcePlace = { campaign: number; petition: string | null; source: string };

/** Gathers what some sheets add to the sums of a campaign, so that each document is written once. */
export class GatheredSums {
  readonly sums = new Map<string, Addition<SumPlace>>();
  readonly sources = new Map<string, Addition<SourcePlace>>();
  readonly #campaign: number;
  readonly #terms = new Map<string, number>();

  constructor(campaign: number) {
    this.#campaign = campaign;
  }

  /** How many terms are told apart so far: what the fold of these sheets costs. */
  get size(): number {
    return this.#terms.size;
  }

  addSheet({ at, counts, terms }: Pick<Sheet, "at" | "counts" | "terms">): void {
    for (const count of counts ?? []) this.addCount(count, at);
    for (const [name, count] of Object.entries(terms ?? {})) addTerm(this.#terms, name, count);
    this.#addSheetItself(terms);
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
        addTerm(paths, "counted", count);
        addTerm(paths, `channels.${channel}`, count);
      }
      for (const since of [null, day]) {
        const byCountry = this.#sum(whose, since, "countries");
        addTerm(byCountry, `countries.${country}.counted`, count);
        addTerm(byCountry, `countries.${country}.channels.${channel}`, count);
      }
      addTerm(today, `hours.${hour}`, count);
      addTerm(this.#sum(whose, day, `h${hour}`), `minutes.${minuteOfDay % 60}`, count);
    }
  }

  /** Adds a term that is told apart by place. */
  addPlaced(placed: PlacedTerm, count: number): void {
    const { petition, country, version, locale, source, term } = placed;
    for (const whose of [null, petition]) {
      const all = this.#sum(whose, null);
      const byCountry = this.#sum(whose, null, "countries");
      if (term === "counted") {
        addTerm(all, `languages.${locale}`, count);
        addTerm(byCountry, `countries.${country}.languages.${locale}`, count);
        if (whose !== null) addTerm(all, `versions.${version}`, count);
      } else {
        addTerm(all, term, count);
        addTerm(byCountry, `countries.${country}.${term}`, count);
      }
      if (term === "counted" || term === "asked" || term === "confirmed") {
        const ofSource = this.#source(whose, source);
        addTerm(ofSource, term, count);
        if (term === "counted") addTerm(ofSource, `countries.${country}`, count);
      }
    }
  }

  /** Spreads the terms of all sheets over the documents; to be called once, at the end. */
  spread(): this {
    for (const [name, count] of this.#terms) this.addPlaced(readTermName(name), count);
    return this;
  }

  /** Counts one sheet for the campaign and for each petition that has lines on it. */
  countSheet(petitions: ReadonlySet<string>): void {
    if (petitions.size === 0) return;
    for (const whose of [null, ...petitions]) addTerm(this.#sum(whose, null), "sheets", 1);
  }

  /** A sheet counts when its lines were taken in, not again when one of them stops waiting. */
  #addSheetItself(terms: Sheet["terms"]): void {
    const petitions = new Set<string>();
    for (const name of Object.keys(terms ?? {})) {
      const { petition, term } = readTermName(name);
      if (term === "withdrawn") return;
      if (term === "asked" || term === "counted" || term === "repeats") petitions.add(petition);
    }
    this.countSheet(petitions);
  }

  #sum(petition: string | null, day: Date | null, part: SumPart = null): Map<string, number> {
    const campaign = this.#campaign;
    const key = sumKey(campaign, petition, day, part);
    const known = this.sums.get(key);
    if (known) return known.paths;
    const paths = new Map<string, number>();
    this.sums.set(key, { place: { campaign, petition, day, part }, paths });
    return paths;
  }

  #source(petition: string | null, source: string): Map<string, number> {
    const campaign = this.#campaign;
    const key = sourceSumKey(campaign, petition, source);
    const known = this.sources.get(key);
    if (known) return known.paths;
    const paths = new Map<string, number>();
    this.sources.set(key, { place: { campaign, petition, source }, paths });
    return paths;
  }
}
