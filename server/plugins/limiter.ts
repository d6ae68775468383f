import type { Redis } from "ioredis";
import { RateLimiterRedis } from "rate-limiter-flexible";
import { createCountSketch } from "./count-sketch.ts";
import { networksOf } from "./networks-of.ts";

/** Counts attempts by address and subnet. */
export type Limiter = {
  /** Counts one attempt; false when the address or its subnet has had its share of this minute. */
  take(address: string): boolean;
  /** Tells the other processes now of whom they should know. */
  share(): Promise<void>;
  stop(): void;
};

type Turns = { here: number; told: number; elsewhere: number };

const minute = 60_000;

/** How often processes tell each other, in milliseconds. */
const shareEvery = 500;

/** A subnet holds offices, schools, mobile networks: it may send this many times what an address may. */
const subnetFactor = 10;

/** From how many attempts a network is counted by name, and in Redis: past an eighth of its share, or a thousand. */
const busyFrom = (share: number) => Math.min(share / 8, 1_000);

/** Above this many busy networks the window starts anew: memory stays bounded whatever comes. */
const mostBusy = 100_000;

/**
 * Makes a limiter that answers from memory. The many networks that send little are counted in a sketch; only busy ones are
 * counted by name, and in Redis, so that the usual signer costs neither memory nor a round trip. Several processes together
 * let pass at most an eighth more each; without Redis each process counts alone.
 */
export function createLimiter(options: {
  redis: Redis;
  blind: (network: string) => string;
  perMinute: number;
}): Limiter {
  const { redis, blind, perMinute } = options;
  const shared = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: "{sheaf}:turns",
    points: 1,
    duration: 120,
  });
  let window = Math.floor(Date.now() / minute);
  const sketch = createCountSketch();
  let busy = new Map<string, Turns>();

  const count = (network: string, share: number): boolean => {
    const known = busy.get(network);
    if (known) {
      known.here += 1;
      return known.here + known.elsewhere <= share;
    }
    const here = sketch.add(network);
    if (here > busyFrom(share)) busy.set(network, { here, told: 0, elsewhere: 0 });
    return here <= share;
  };

  const tell = async (network: string, current: number) => {
    const known = busy.get(network);
    if (!known || known.here === known.told) return;
    const news = known.here - known.told;
    known.told = known.here;
    const { consumedPoints } = await shared.penalty(`${blind(network)}:${current}`, news);
    known.elsewhere = Math.max(consumedPoints - known.told, 0);
  };

  const share = async () => {
    if (redis.status !== "ready") return;
    const current = window;
    await Promise.allSettled(Array.from(busy.keys(), (network) => tell(network, current)));
  };

  const timer = setInterval(() => void share(), shareEvery).unref();
  return {
    take(address) {
      const current = Math.floor(Date.now() / minute);
      if (current !== window || busy.size > mostBusy) {
        window = current;
        sketch.clear();
        busy = new Map();
      }
      const { host, subnet } = networksOf(address);
      const hostPasses = count(host, perMinute);
      return count(subnet, perMinute * subnetFactor) && hostPasses;
    },
    share,
    stop: () => clearInterval(timer),
  };
}
