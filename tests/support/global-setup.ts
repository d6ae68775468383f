import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type Service, startMongod } from "#embedded/start-mongod.ts";
import { startRedis } from "#embedded/start-redis.ts";

declare module "vitest" {
  export interface ProvidedContext {
    mongodbUri: string;
    redisUrl: string;
  }
}

/**
 * One MongoDB and one Redis for all tests, on free ports and in a folder that goes with them, so that tests run beside a
 * running `npm start`; MONGODB_URI and REDIS_URL name others to use instead.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { MONGODB_URI, REDIS_URL, SHEAF_MONGOD, SHEAF_REDIS_SERVER } = process.env;
  const folder = mkdtempSync(join(tmpdir(), "sheaf-tests-"));
  const started: Service[] = [];
  const start = async (service: Promise<Service>): Promise<string> => {
    const one = await service;
    started.push(one);
    return one.uri;
  };
  const tearDown = async () => {
    await Promise.all(started.map((service) => service.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const mongod = { folder: join(folder, "mongod"), binary: SHEAF_MONGOD, cacheGb: 0.5 };
    const redis = { folder: join(folder, "redis"), binary: SHEAF_REDIS_SERVER, databases: 1_000 };
    project.provide("mongodbUri", MONGODB_URI ?? (await start(startMongod(mongod))));
    project.provide("redisUrl", REDIS_URL ?? (await start(startRedis(redis))));
  } catch (error) {
    await tearDown();
    throw error;
  }
  process.once("SIGTERM", () => void tearDown().then(() => process.exit(143)));
  return tearDown;
}
