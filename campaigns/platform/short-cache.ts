import { withTimeout } from "./with-timeout.ts";

/** What is held of one campaign: its last value, when that was read, and the read under way. */
type Entry<Value> = { value?: Value; readAt: number; reading?: Promise<Value> };

/** Most values held: a stranger asking for invented names must not fill the memory. */
const mostEntries = 500;

/**
 * Holds values for a few seconds per process. Whoever asks at once shares one read; a value a little old is given at once
 * while it is read anew, so that signing never waits for it; a failed read is not kept.
 * @throws DomainError `database-unavailable` when nothing is held and the read takes too long.
 */
export class ShortCache<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #freshFor: number;
  readonly #usableFor: number;

  /** For how long, in milliseconds, a value is taken as it is, and still given while a newer one is being read. */
  constructor(freshFor = 5_000, usableFor = 60_000) {
    this.#freshFor = freshFor;
    this.#usableFor = usableFor;
  }

  /** Drops the value of a key: somebody knows that it changed. */
  forget(key: string): void {
    this.#entries.delete(key);
  }

  /** Gives the value of a key, reading it when none young enough is held. */
  async get(key: string, read: () => Promise<Value>): Promise<Value> {
    const entry = this.#entry(key);
    const age = performance.now() - entry.readAt;
    if (entry.value !== undefined && age < this.#freshFor) return entry.value;
    const reading = entry.reading ?? this.#read(entry, read);
    if (entry.value === undefined || age >= this.#usableFor) return withTimeout(reading);
    reading.catch(() => undefined);
    return entry.value;
  }

  #entry(key: string): Entry<Value> {
    const known = this.#entries.get(key);
    if (known) return known;
    const oldest = this.#entries.keys().next();
    if (this.#entries.size >= mostEntries && !oldest.done) this.#entries.delete(oldest.value);
    const entry: Entry<Value> = { readAt: 0 };
    this.#entries.set(key, entry);
    return entry;
  }

  #read(entry: Entry<Value>, read: () => Promise<Value>): Promise<Value> {
    const reading = read().then(
      (value) => {
        entry.value = value;
        entry.readAt = performance.now();
        delete entry.reading;
        return value;
      },
      (error: unknown) => {
        delete entry.reading;
        throw error;
      },
    );
    entry.reading = reading;
    return reading;
  }
}
