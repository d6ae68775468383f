import { createHmac } from "node:crypto";
import { RateLimiterMemory, RateLimiterRedis } from "rate-limiter-flexible";
import type { RedisClient } from "#campaigns/platform/open-redis.ts";
import type { Keys } from "#campaigns/platform/sealing/keys.ts";
import { networksOf } from "../../plugins/networks-of.ts";

/** Who tries to sign in: as which account, and from where. */
export type Attempt = {
  /** The key of the named account, if any; a browser known to it is counted separately. */
  account?: string;
  address: string;
};

/** Slows down those who keep guessing, more and more, and locks nobody out. */
export type Attempts = {
  /** Counts an attempt; returns the seconds to wait if it comes too early: then nothing may be checked. */
  begin(attempt: Attempt): Promise<number>;
  /** The password was right: the account's count starts over. */
  succeed(attempt: Attempt): Promise<void>;
};

/** Attempts before any waiting; an IP address, which may be an office's, has more, and its subnet even more. */
const free = { account: 5, address: 30, subnet: 300 } as const;

/** Seconds: each attempt doubles the wait, starting from one; failures are forgotten an hour after the first. */
const longestWait = 60;
const remembered = 3_600;

/**
 * Counts in Redis, so that all processes count together, and in memory while Redis is away. Only blind keys are
 * stored there.
 */
export function createAttempts({ redis, keys }: { redis: RedisClient; keys: Keys }): Attempts {
  const failures = makeLimiter(redis, "failed", 1_000_000, remembered);
  const turns = makeLimiter(redis, "wait", 1, longestWait);
  const blind = (text: string) =>
    createHmac("sha256", keys.blind("sign-in attempts")).update(text).digest("base64url").slice(0, 22);
  const accountKeys = ({ account }: Attempt) =>
    account === undefined ? [] : [{ key: blind(`account ${account}`), free: free.account }];
  const networkKeys = ({ address }: Attempt) => {
    const { host, subnet } = networksOf(address);
    return [
      { key: blind(`address ${host}`), free: free.address },
      { key: blind(`subnet ${subnet}`), free: free.subnet },
    ];
  };

  const begin = async (key: string, allowed: number): Promise<number> => {
    const { consumedPoints } = await failures.penalty(key);
    const over = consumedPoints - allowed;
    if (over <= 0) return 0;
    const wait = Math.min(2 ** (over - 1), longestWait);
    try {
      await turns.consume(key, 1, { customDuration: wait });
      return 0;
    } catch (refused) {
      // An attempt that comes too early has guessed nothing: it does not lengthen the wait.
      await failures.reward(key);
      return millisecondsOf(refused) / 1_000;
    }
  };

  return {
    async begin(attempt) {
      const waits: number[] = [];
      for (const { key, free: allowed } of [...accountKeys(attempt), ...networkKeys(attempt)])
        waits.push(await begin(key, allowed));
      return Math.ceil(Math.max(...waits));
    },
    async succeed(attempt) {
      for (const { key } of accountKeys(attempt)) {
        await failures.delete(key);
        await turns.delete(key);
      }
      for (const { key } of networkKeys(attempt)) await failures.reward(key);
    },
  };
}

function makeLimiter(redis: RedisClient, name: string, points: number, duration: number): RateLimiterRedis {
  const keyPrefix = `{sheaf}:sign-in:${name}`;
  return new RateLimiterRedis({
    storeClient: redis,
    keyPrefix,
    points,
    duration,
    rejectIfRedisNotReady: true,
    insuranceLimiter: new RateLimiterMemory({ keyPrefix, points, duration }),
  });
}

function millisecondsOf(refused: unknown): number {
  if (typeof refused === "object" && refused !== null && "msBeforeNext" in refused) {
    return Number(refused.msBeforeNext);
  }
  throw refused;
}
