import { Redis } from "ioredis";
import { type Database, openDatabase, prepareDatabase } from "./database.ts";
import type { Deps } from "./deps.ts";
import { readBouncePattern } from "./mail/verp.ts";
import type { Config } from "./platform/config.ts";
import { openNudges } from "./platform/jobs/nudges.ts";
import { openCheckedKeys } from "./platform/sealing/check-keys.ts";
import { followKeyFile } from "./platform/sealing/follow-key-file.ts";
import { createSheetWriter } from "./signing/sheets/sheet-writer.ts";

/** Deps that are open, and what closes them. */
export type OpenDeps = {
  deps: Deps;
  /** Fails at once while Redis is away: nothing that a signer waits for may wait for Redis. */
  redis: Redis;
  close(): Promise<void>;
};

type Settings = Pick<
  Config,
  "MONGODB_URI" | "REDIS_URL" | "SHEAF_KEYS" | "SHEAF_PUBLIC_URL" | "SHEAF_BOUNCE_ADDRESS"
>;

/**
 * Connects to MongoDB and Redis and opens the keys. Redis may be away, the rest may not.
 * @throws DomainError `storage-away`, `keys-lost` or `configuration`.
 */
export async function openDeps(settings: Settings): Promise<OpenDeps> {
  const database = await openDatabase(settings.MONGODB_URI);
  try {
    return await openWith(database, settings);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openWith(database: Database, settings: Settings): Promise<OpenDeps> {
  await prepareDatabase(database);
  const keys = await openCheckedKeys({ database }, settings.SHEAF_KEYS);
  const keyFile = followKeyFile(settings.SHEAF_KEYS, keys);
  const redis = openRedis(settings.REDIS_URL);
  const nudges = openNudges(redis);
  const now = () => new Date();
  const deps: Deps = {
    database,
    keys,
    nudges,
    sheets: createSheetWriter({ database, keys, nudges, now }),
    publicUrl: settings.SHEAF_PUBLIC_URL,
    bounces: settings.SHEAF_BOUNCE_ADDRESS ? readBouncePattern(settings.SHEAF_BOUNCE_ADDRESS) : undefined,
    now,
  };
  return {
    deps,
    redis,
    close: async () => {
      keyFile.stop();
      await nudges.close();
      redis.disconnect();
      await database.close();
    },
  };
}

function openRedis(url: string): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: 2_000,
    retryStrategy: (tries) => Math.min(tries * 100, 1_000),
  });
  // ioredis reconnects by itself; who needs Redis sees its status.
  redis.on("error", () => undefined);
  return redis;
}
