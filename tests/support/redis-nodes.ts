import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { findBinary } from "#embedded/find-binary.ts";
import { findFreePort, tryPort } from "#embedded/free-port.ts";
import { type Child, launch } from "#embedded/launch.ts";
import { waitFor } from "./wait-for.ts";

/** Several Redis processes that know of each other, as an operator runs them. */
export type RedisNodes = {
  /** What REDIS_URL is set to. */
  url: string;
  /** Kills the master that holds the queues, and waits until a replica has taken over. */
  failOver(): Promise<void>;
  stop(): Promise<void>;
};

type Node = { port: number; child: Child; redis: Redis };

const slots = 16_384;
/** Slot of the keys whose tag is {sheaf}. */
const probe = "{sheaf}:probe";

/** Starts three masters with a replica each. */
export async function startRedisCluster(): Promise<RedisNodes> {
  const stage = await openStage();
  const args = ["--cluster-enabled", "yes", "--cluster-node-timeout", "1500"];
  const nodes = await Promise.all(Array.from({ length: 6 }, () => stage.start(args)));
  const [first, second, third] = nodes;
  if (!first || !second || !third) throw new Error("No nodes.");
  const masters = [first, second, third];
  for (const [turn, { redis }] of masters.entries()) {
    const from = Math.ceil((slots * turn) / 3);
    const to = Math.ceil((slots * (turn + 1)) / 3);
    await redis.cluster("ADDSLOTS", ...Array.from({ length: to - from }, (_, slot) => from + slot));
  }
  for (const [turn, { redis, port }] of nodes.entries()) {
    await redis.call("CLUSTER", "SET-CONFIG-EPOCH", `${turn + 1}`);
    if (turn > 0) await first.redis.call("CLUSTER", "MEET", "127.0.0.1", `${port}`);
  }
  const isOk = async ({ redis }: Node) =>
    `${await redis.call("CLUSTER", "INFO")}`.includes("cluster_state:ok");
  await waitFor(
    "the nodes to know each other",
    async () => (await Promise.all(nodes.map(isOk))).every(Boolean),
    30_000,
  );
  for (const [turn, { redis }] of nodes.slice(3).entries()) {
    const id = await masters[turn]?.redis.call("CLUSTER", "MYID");
    await waitFor("the replica to follow", () =>
      redis.call("CLUSTER", "REPLICATE", `${id}`).then(
        () => true,
        () => false,
      ),
    );
  }
  const ownerOf = async (asked: Node) => {
    const answer = await asked.redis.get(probe).then(
      () => asked.port,
      (error: Error) => Number(/MOVED \d+ [^:]*:(\d+)/.exec(error.message)?.[1]),
    );
    return nodes.find(({ port }) => port === answer);
  };
  return {
    url: `redis://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(",")}`,
    async failOver() {
      await waitFor("all replicas to be in step", async () =>
        (await Promise.all(nodes.slice(3).map(({ redis }) => redis.info("replication")))).every((info) =>
          info.includes("master_link_status:up"),
        ),
      );
      const owner = await ownerOf(first);
      const other = nodes.find((node) => node !== owner);
      if (!owner || !other) throw new Error("Nobody holds the queues.");
      await owner.child.kill();
      await waitFor(
        "a replica to take over",
        async () => (await ownerOf(other)) !== owner && isOk(other),
        30_000,
      );
    },
    stop: stage.stop,
  };
}

/** Starts a master with a replica, and three sentinels that call it "sheaf". */
export async function startRedisSentinel(): Promise<RedisNodes> {
  const stage = await openStage();
  const master = await stage.start([]);
  const replica = await stage.start(["--replicaof", "127.0.0.1", `${master.port}`]);
  const sentinels = await Promise.all(
    [1, 2, 3].map(() =>
      stage.startSentinel([
        `sentinel monitor sheaf 127.0.0.1 ${master.port} 2`,
        "sentinel down-after-milliseconds sheaf 1500",
        "sentinel failover-timeout sheaf 5000",
      ]),
    ),
  );
  const [first] = sentinels;
  if (!first) throw new Error("No sentinels.");
  const told = async () => `${await first.redis.call("SENTINEL", "master", "sheaf")}`;
  await waitFor(
    "the sentinels to know each other and the replica",
    async () => /num-slaves,1,.*num-other-sentinels,2/.test(await told()),
    30_000,
  );
  return {
    url: `redis+sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(",")}/sheaf`,
    async failOver() {
      await waitFor("the replica to be in step", async () =>
        (await replica.redis.info("replication")).includes("master_link_status:up"),
      );
      await master.child.kill();
      await waitFor(
        "the replica to take over",
        async () => (await replica.redis.info("replication")).includes("role:master"),
        30_000,
      );
    },
    stop: stage.stop,
  };
}

async function openStage() {
  const folder = mkdtempSync(join(tmpdir(), "sheaf-redis-"));
  const nodes: Node[] = [];
  const run = async (args: string[]) => {
    const port = await findPort();
    const command = process.env.SHEAF_REDIS_SERVER ?? findBinary("redis-server");
    const child = await launch({ name: `Redis ${port}`, command, args: [...args, "--port", `${port}`] });
    const redis = new Redis(port, "127.0.0.1");
    redis.on("error", () => undefined);
    nodes.push({ port, child, redis });
    await waitFor(`Redis ${port}`, () => redis.status === "ready", 30_000);
    return { port, child, redis };
  };
  return {
    start: (args: string[]) => {
      const own = mkdtempSync(join(folder, "node-"));
      return run([...args, "--dir", own, "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes"]);
    },
    startSentinel: (lines: string[]) => {
      const file = join(mkdtempSync(join(folder, "sentinel-")), "sentinel.conf");
      writeFileSync(file, `bind 127.0.0.1\n${lines.join("\n")}\n`);
      return run([file, "--sentinel"]);
    },
    async stop() {
      for (const { redis, child } of nodes) {
        redis.disconnect();
        await child.kill();
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** A free port whose bus, ten thousand ports on, is free too. */
async function findPort(): Promise<number> {
  for (;;) {
    const port = await findFreePort();
    if (port < 50_000 && (await tryPort(port + 10_000, "127.0.0.1").catch(() => undefined))) return port;
  }
}
