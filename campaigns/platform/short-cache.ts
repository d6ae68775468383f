import { LRUCache } from "lru-cache";
import { withTimeout } from "./with-timeout.ts";

/** Most values held: a stranger asking for invented names must not fill the memory. */
const mostEntries = 500;

/** The cache holds no null, which is a value here: there is no such campaign. */
type Held<Value> = { value: Value };

/**
 * Holds values for a few seconds per process. Those who ask at the same time share one read; a value a little old is
 * given at once while it is read again, so that signing never waits for it; a failed read is not kept.
 * @throws DomainError `database-unavailable` when nothing is held and the read takes too long.
 */
export class ShortCache<Value> {
  readonly #held: LRUCache<string, Held<Value>, () => Promise<Value>>;
  /** The time to live, below zero, at which a value is too old to be given while it is read again. */
  readonly #tooOld: number;

  /** For how long, in milliseconds, a value is taken as it is, and still given while a newer one is being read. */
  constructor(freshFor = 5_000, usableFor = 60_000) {
    this.#tooOld = freshFor - usableFor;
    this.#held = new LRUCache({
      max: mostEntries,
      ttl: freshFor,
      noDeleteOnStaleGet: true,
      noDeleteOnFetchRejection: true,
      // Those who wait for a read get it, also when the key is forgotten meanwhile.
      ignoreFetchAbort: true,
      fetchMethod: async (_key, _stale, { context: read }) => ({ value: await read() }),
    });
  }

  /** Drops the value of a key: somebody knows that it changed. */
  forget(key: string): void {
    this.#held.delete(key);
  }

  /** Gives the value of a key, reading it when none young enough is held. */
  async get(key: string, read: () => Promise<Value>): Promise<Value> {
    const left = this.#held.getRemainingTTL(key);
    const isUsable = this.#held.peek(key, { allowStale: true }) !== undefined && left > this.#tooOld;
    const reading = this.#held.forceFetch(key, { context: read, allowStale: isUsable });
    const { value } = await (isUsable ? reading : withTimeout(reading));
    return value;
  }
}
