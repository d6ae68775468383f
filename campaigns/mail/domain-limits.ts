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

/** How many mails a receiving domain may get at once, and in how many milliseconds it may get more. */
export type Allowance = { mails: number; again: number };

/** Takes what may be sent now out of a domain's bucket: all of what is asked for, or less. */
export type DomainLimits = {
  take(domain: string, wanted: number): Promise<Allowance>;
  /** Mails that a bucket holds; 0 when there is no limit. */
  points: number;
};

/** How often a bucket is refilled, in seconds: short, so that mails trickle instead of coming in bursts. */
const refill = 10;

/** What a domain's bucket is for: updates leave a quarter of it to letters, which somebody waits for. */
export type MailKind = "letters" | "updates";

/**
 * Buckets in Redis, shared by all workers, that limit the mails per minute and domain; without Redis each process
 * keeps its own. A domain may identify a person, so it is stored under a blind key. 0 means no limit.
 */
export function createDomainLimits(
  redis: RedisClient,
  keys: Keys,
  mailsAMinute: number,
  kind: MailKind,
): DomainLimits {
  if (mailsAMinute === 0)
    return { take: async (_domain, wanted) => ({ mails: wanted, again: 0 }), points: 0 };
  const whole = Math.max(1, Math.round((mailsAMinute * refill) / 60));
  const points = kind === "letters" ? whole : whole - Math.floor(whole / 4);
  const options = { points, duration: refill, keyPrefix: `${queuePrefix}:to` };
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    ...options,
    insuranceLimiter: new RateLimiterMemory(options),
  });
  const secret = keys.blind("receiving-domain");
  return {
    points,
    take(domain, wanted) {
      const key = createHmac("sha256", secret).update(domain).digest("base64url").slice(0, 22);
      return take(limiter, key, wanted, points);
    },
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
    const left = points - (rejected.consumedPoints - wanted);
    const mails = Math.max(0, Math.min(wanted, left));
    // What is not used is given back: else many updates that ask in vain would leave nothing to a letter.
    await limiter.reward(key, wanted - mails);
    return { mails, again: Math.max(1_000, rejected.msBeforeNext) };
  }
}
