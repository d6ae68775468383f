import { expect, test } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { openRedis } from "#campaigns/platform/open-redis.ts";
import { createLimiter } from "#server/plugins/limiter.ts";
import { startWorkers } from "#workers/start-workers.ts";
import { collectLog } from "../support/core.ts";
import { startRedisCluster, startRedisSentinel } from "../support/redis-nodes.ts";
import { signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { waitFor } from "../support/wait-for.ts";

const minute = 60_000;

async function signSome({ deps }: TestDeps, campaign: Campaign, word: string, total: number) {
  await Promise.all(Array.from({ length: 20 }, (_, turn) => signAs(deps, campaign, `${word}${turn}`)));
  await waitFor(
    `${total} to be counted`,
    async () => (await deps.database.totals.findOne({ _id: campaign.ordinal }))?.total === total,
    minute,
  );
}

/** Two processes that count the turns of one address together; gives how many of twenty at each were let pass. */
async function letPass(url: string, word: string): Promise<number> {
  const connections = [openRedis(url, "fails"), openRedis(url, "fails")];
  await waitFor("the connections", () => connections.every(({ status }) => status === "ready"), minute);
  const sameMinute = new Date();
  const limiters = connections.map((redis) =>
    createLimiter({
      redis,
      blind: (network) => `${word}-${network}`,
      perMinute: 20,
      now: () => sameMinute,
    }),
  );
  let passed = 0;
  for (let turn = 0; turn < 20; turn += 1) {
    for (const limiter of limiters) if (limiter.take("203.0.113.7")) passed += 1;
    for (const limiter of limiters) await limiter.share();
  }
  for (const limiter of limiters) limiter.stop();
  for (const redis of connections) redis.disconnect();
  return passed;
}

test.each([
  { what: "a Redis Cluster", start: startRedisCluster },
  { what: "Redis under sentinels", start: startRedisSentinel },
])(
  "on $what signatures are counted and limits shared, also after the master of the queues was killed",
  async ({ start }) => {
    const nodes = await start();
    const core = await openTestDeps({ settings: { REDIS_URL: nodes.url } });
    const workers = await startWorkers(core.config, collectLog().log);
    try {
      const campaign = await loadTestCampaign(core.deps.database, { verification: "none" });
      await signSome(core, campaign, "before", 20);
      expect(await letPass(nodes.url, "before")).toBeLessThan(30);
      await nodes.failOver();
      await signSome(core, campaign, "after", 40);
      expect(await letPass(nodes.url, "after")).toBeLessThan(30);
      const ready = await fetch(`http://127.0.0.1:${workers.port}/health/ready`);
      expect(await ready.json()).toEqual({ ready: true, running: true, mongodb: "up", redis: "up" });
    } finally {
      await workers.close();
      await core.close();
      await nodes.stop();
    }
  },
  4 * minute,
);
