import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { openDatabase } from "#campaigns/open.ts";
import { startMongod } from "#embedded/start-mongod.ts";
import { startRedis } from "#embedded/start-redis.ts";

/** MongoDB and Redis for one bench: its own database and an empty numbered Redis database. */
export type Services = {
  mongodbUri: string;
  redisUrl: string;
  /** A folder for keys and logs. */
  folder: string;
  /** Where they run, if on this machine. */
  pids: { mongod: number | undefined; redis: number | undefined };
  /** Versions of the programs, for the results. */
  versions: { mongodb: string; redis: string };
  /** Drops what the bench wrote and stops what it started. */
  close(): Promise<void>;
};

type Started = { uri: string; stop(): Promise<void> };

/** Uses the MongoDB and Redis of MONGODB_URI and REDIS_URL, and starts those without a given address. */
export async function openServices(env: NodeJS.ProcessEnv): Promise<Services> {
  const folder = mkdtempSync(join(tmpdir(), "sheaf-bench-"));
  const stops: (() => Promise<void>)[] = [];
  const start = async (starting: Promise<Started>) => {
    const { uri, stop } = await starting;
    stops.push(stop);
    return uri;
  };
  const stopAll = async () => {
    await Promise.all(stops.map((stop) => stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const mongodbUri =
      env.MONGODB_URI ||
      (await start(startMongod({ folder: join(folder, "mongod"), binary: env.SHEAF_MONGOD || undefined })));
    const redisUrl =
      env.REDIS_URL ||
      (await start(
        startRedis({ folder: join(folder, "redis"), binary: env.SHEAF_REDIS_SERVER || undefined }),
      ));
    return await describe(withDatabase(mongodbUri), await emptyRedis(redisUrl), folder, stopAll);
  } catch (error) {
    await stopAll();
    throw error;
  }
}

async function describe(
  mongodbUri: string,
  redisUrl: string,
  folder: string,
  stopAll: () => Promise<void>,
): Promise<Services> {
  const database = await openDatabase(mongodbUri);
  const redis = new Redis(redisUrl);
  try {
    const { pid, version } = await database.connection.getClient().db("admin").command({ serverStatus: 1 });
    const about = await redis.info("server");
    const field = (name: string) => new RegExp(`${name}:(\\S+)`).exec(about)?.[1] ?? "";
    return {
      mongodbUri,
      redisUrl,
      folder,
      pids: { mongod: Number(pid), redis: Number(field("process_id")) },
      versions: { mongodb: String(version), redis: field("redis_version") },
      close: async () => {
        await dropAll(mongodbUri, redisUrl);
        await stopAll();
      },
    };
  } finally {
    redis.disconnect();
    await database.close();
  }
}

async function dropAll(mongodbUri: string, redisUrl: string): Promise<void> {
  const database = await openDatabase(mongodbUri);
  await database.connection.dropDatabase();
  await database.close();
  const redis = new Redis(redisUrl);
  await redis.flushdb();
  redis.disconnect();
}

/** The same MongoDB, with a database that only this bench uses. */
function withDatabase(uri: string): string {
  const address = new URL(uri);
  address.pathname = `/sheaf-bench-${randomBytes(4).toString("hex")}`;
  return address.href;
}

/** The same Redis, with an unused numbered database, which is emptied at the end. */
async function emptyRedis(url: string): Promise<string> {
  const address = new URL(url);
  for (let number = 15; number >= 0; number -= 1) {
    address.pathname = `/${number}`;
    const redis = new Redis(address.href, { retryStrategy: () => null });
    const keys = await redis.dbsize().finally(() => redis.disconnect());
    if (keys === 0) return address.href;
  }
  throw new Error(`Every numbered database of ${url} is in use: give the bench a Redis with an empty one.`);
}
