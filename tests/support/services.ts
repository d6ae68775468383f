import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import mongoose from "mongoose";
import { inject } from "vitest";

/** How long a numbered database stays taken when a test file dies without giving it back, in seconds. */
const TAKEN_FOR = 1_800;

/** A MongoDB database and a numbered Redis database that nobody else uses. */
export type FreshServices = {
  mongodbUri: string;
  redisUrl: string;
  /** Removes both again. */
  dropAll(): Promise<void>;
};

/**
 * Empty databases of one test file's own, on the services all tests share: call it in `beforeAll` and `dropAll` in
 * `afterAll`. Messages published by Redis reach all numbered databases, so name channels after something of the file's
 * own.
 */
export async function freshServices(): Promise<FreshServices> {
  const database = `sheaf-test-${randomUUID()}`;
  const mongodbUri = withDatabase(inject("mongodbUri"), database);
  const redis = await takeRedis(inject("redisUrl"));
  return {
    mongodbUri,
    redisUrl: redis.url,
    async dropAll() {
      const client = new mongoose.mongo.MongoClient(mongodbUri);
      await client.db(database).dropDatabase();
      await client.close();
      await redis.release();
    },
  };
}

function withDatabase(uri: string, database: string): string {
  const address = new URL(uri);
  address.pathname = `/${database}`;
  return address.href;
}

/** Database 0 keeps the list of those taken. */
async function takeRedis(url: string): Promise<{ url: string; release(): Promise<void> }> {
  const list = new Redis(withDatabase(url, "0"), { maxRetriesPerRequest: 1 });
  const number = await takeNumber(list);
  const own = withDatabase(url, `${number}`);
  await flush(own);
  return {
    url: own,
    async release() {
      await flush(own);
      await list.del(takenKey(number));
      await list.quit();
    },
  };
}

async function takeNumber(list: Redis): Promise<number> {
  const databases = await countDatabases(list);
  for (let number = 1; number < databases; number += 1) {
    if (await list.set(takenKey(number), "1", "EX", TAKEN_FOR, "NX")) return number;
  }
  throw new Error(`All ${databases} databases of the tests' Redis are taken: wait, or use one with more.`);
}

async function countDatabases(list: Redis): Promise<number> {
  const answer: unknown = await list.config("GET", "databases");
  return Array.isArray(answer) ? Number(answer[1]) : 16;
}

function takenKey(number: number): string {
  return `sheaf-test-database:${number}`;
}

async function flush(url: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  await redis.flushdb();
  await redis.quit();
}
