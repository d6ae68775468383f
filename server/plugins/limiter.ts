import { RateLimiterRedis } from "rate-limiter-flexible";
import { minute } from "#campaigns/platform/durations.ts";
import type { RedisClient } from "#campaigns/platform/open-redis.ts";
import { networksOf } from "./networks-of.ts";

/** Counts attempts by IP address and subnet. */
export type Limiter = {
  /** Counts one attempt; false when the address or its subnet has used up its share of this minute. */
  take(address: string): boolean;
  /** Tells the other processes now about the networks they should know. */
  share(): Promise<void>;
  stop(): void;
};

type Turns = { here: number; told: number; elsewhere: number };

/** How often processes exchange counts, in milliseconds. */
const shareEvery = 500;

/** A subnet contains offices, schools, mobile networks: it may send this many times as much as one address. */
const subnetFactor = 10;

/** Above this many addresses in a minute the window restarts: memory stays bounded whatever comes. */
const mostNetworks = 200_000;

/**
 * Creates a limiter that answers from memory. Only networks past an eighth of their share are counted in Redis, so
 * that the usual signer costs no round trip; each additional process lets pass at most an eighth more. Without Redis
 * each process counts alone.
 */
export function createLimiter(options: {
  redis: RedisClient;
  blind: (network: string) => string;
  perMinute: number;
  now: () => Date;
}): Limiter {
  const { redis, blind, perMinute, now } = options;
  const thisMinute = () => Math.floor(now().getTime() / minute);
  const shared = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: "{sheaf}:turns",
    points: 1,
    duration: 120,
  });
  let window = thisMinute();
  let turns = new Map<string, Turns>();
  let busy = new Set<string>();

  const count = (network: string, share: number): boolean => {
    const known = turns.get(network);
    if (!known) {
      turns.set(network, { here: 1, told: 0, elsewhere: 0 });
      return true;
    }
    known.here += 1;
    if (known.here * 8 > share) busy.add(network);
    return known.here + known.elsewhere <= share;
  };

  const tell = async (network: string, current: number) => {
    const known = turns.get(network);
    if (!known || known.here === known.told) return;
    const news = known.here - known.told;
    known.told = known.here;
    const { consumedPoints } = await shared.penalty(`${blind(network)}:${current}`, news);
    known.elsewhere = Math.max(consumedPoints - known.told, 0);
  };

  const share = async () => {
    if (redis.status !== "ready") return;
    const current = window;
    await Promise.allSettled(Array.from(busy, (network) => tell(network, current)));
  };

  const timer = setInterval(() => void share(), shareEvery).unref();
  return {
    take(address) {
      const current = thisMinute();
      if (current !== window || turns.size > mostNetworks) {
        window = current;
        turns = new Map();
        busy = new Set();
      }
      const { host, subnet } = networksOf(address);
      const hostPasses = count(host, perMinute);
      return count(subnet, perMinute * subnetFactor) && hostPasses;
    },
    share,
    stop: () => clearInterval(timer),
  };
}
