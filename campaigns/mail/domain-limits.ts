import { createHmac } from "node:crypto";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from "rate-limiter-flexible";
import { queuePrefix } from "../platform/jobs/queues.ts";
import type { RedisClient } from "../platform/open-redis.ts";
import type { Keys } from "../platform/sealing/keys.ts";

/** How many mails a receiving domain may get now, and when it may get more. */
export type Allowance = { mails: number; again: number };

/** Takes from a domain's bucket what may be sent now: everything asked for, or less. */
export type DomainLimits = (domain: string, wanted: number) => Promise<Allowance>;

/** How often a bucket is refilled, in seconds: short, so that mails trickle instead of coming in bursts. */
const refill = 10;

/**
 * Buckets in Redis, shared by all workers, that limit the mails per minute and domain; without Redis each process
 * keeps its own. A domain may identify a person, so it is stored under a blind key. 0 means no limit.
 */
export function createDomainLimits(redis: RedisClient, keys: Keys, mailsAMinute: number): DomainLimits {
  if (mailsAMinute === 0) return async (_domain, wanted) => ({ mails: wanted, again: 0 });
  const points = Math.max(1, Math.round((mailsAMinute * refill) / 60));
  const options = { points, duration: refill, keyPrefix: `${queuePrefix}:to` };
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    ...options,
    insuranceLimiter: new RateLimiterMemory(options),
  });
  const secret = keys.blind("receiving-domain");
  return (domain, wanted) => {
    const key = createHmac("sha256", secret).update(domain).digest("base64url").slice(0, 22);
    return take(limiter, key, wanted, points);
  };
}

async function take(
  limiter: RateLimiterAbstract,
  key: string,
  wanted: number,
  points: number,
): Promise<Allowance> {
  try {
    await limiter.consume(key, wanted);
    return { mails: wanted, again: 0 };
  } catch (rejected) {
    if (!(rejected instanceof RateLimiterRes)) throw rejected;
    // What was asked for counts as taken, so the next refill does not start early; what is left may still be
    // used.
    const left = points - (rejected.consumedPoints - wanted);
    return { mails: Math.max(0, Math.min(wanted, left)), again: Math.max(1_000, rejected.msBeforeNext) };
  }
}
