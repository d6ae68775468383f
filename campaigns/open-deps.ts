import { readBouncePattern } from "./mail/verp.ts";
import { type Database, type Deps, openDatabase } from "./open.ts";
import type { Config } from "./platform/config.ts";
import { followDatabaseClock } from "./platform/database-clock.ts";
import { openJobQueue } from "./platform/jobs/job-queue.ts";
import { limitTransactions } from "./platform/limit-transactions.ts";
import { type Log, noLog } from "./platform/log.ts";
import { openRedis, type RedisClient } from "./platform/open-redis.ts";
import { prepareDatabase } from "./platform/prepare-database.ts";
import { openCheckedKeys } from "./platform/sealing/check-keys.ts";
import { followKeyFile } from "./platform/sealing/follow-key-file.ts";
import { createSheetWriter } from "./signing/sheets/sheet-writer.ts";

/** Open deps, and how to close them. */
export type OpenDeps = {
  deps: Deps;
  /** Fails at once while Redis is away: nothing that a signer waits for may wait for Redis. */
  redis: RedisClient;
  /** What keeps this process from using a changed key file; undefined while all is well. */
  keyFileProblem(): string | undefined;
  close(): Promise<void>;
};

type Settings = Pick<
  Config,
  "MONGODB_URI" | "REDIS_URL" | "SHEAF_KEYS" | "SHEAF_PUBLIC_URL" | "SHEAF_BOUNCE_ADDRESS"
>;

/**
 * Connects to MongoDB and Redis and opens the keys. Redis may be unavailable, the others must not be.
 * @throws DomainError `database-unavailable`, `keys-lost` or `configuration`.
 */
export async function openDeps(settings: Settings, log: Log = noLog): Promise<OpenDeps> {
  const database = await openDatabase(settings.MONGODB_URI);
  try {
    return await openWith(database, settings, log);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openWith(database: Database, settings: Settings, log: Log): Promise<OpenDeps> {
  await prepareDatabase(database);
  const keys = await openCheckedKeys({ database }, settings.SHEAF_KEYS);
  const clock = await followDatabaseClock(database.connection);
  const { now } = clock;
  const lack = await limitTransactions(database.connection);
  if (lack) log.warn(lack);
  const keyFile = followKeyFile(settings.SHEAF_KEYS, keys, log);
  const redis = openRedis(settings.REDIS_URL, "fails");
  const jobs = openJobQueue(redis);
  const deps: Deps = {
    database,
    keys,
    jobs,
    sheets: createSheetWriter({ database, keys, jobs, now }),
    publicUrl: settings.SHEAF_PUBLIC_URL,
    bounces: settings.SHEAF_BOUNCE_ADDRESS ? readBouncePattern(settings.SHEAF_BOUNCE_ADDRESS) : undefined,
    now,
  };
  return {
    deps,
    redis,
    keyFileProblem: keyFile.problem,
    close: async () => {
      keyFile.stop();
      clock.stop();
      await jobs.close();
      redis.disconnect();
      await database.close();
    },
  };
}
