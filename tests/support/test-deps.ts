import { rm } from "node:fs/promises";
import type { Deps } from "#campaigns/open.ts";
import { openDeps } from "#campaigns/open-deps.ts";
import type { Config } from "#campaigns/platform/config.ts";
import { readConfig } from "#campaigns/platform/config.ts";
import type { RedisClient } from "#campaigns/platform/open-redis.ts";
import { makeKeyFile, writeKeyFile } from "#campaigns/platform/sealing/key-file.ts";
import { createSheetWriter } from "#campaigns/signing/sheets/sheet-writer.ts";
import { freshServices } from "./services.ts";
import { makeFolder } from "./temporary-folder.ts";
import { createTestClock, type TestClock } from "./test-clock.ts";
import { waitFor } from "./wait-for.ts";

/** Deps on databases of a test file's own, with a clock that tests turn. */
export type TestDeps = {
  deps: Deps;
  redis: RedisClient;
  config: Config;
  clock: TestClock;
  close(): Promise<void>;
};

type Options = {
  /** Added to the environment, or instead of what is there. */
  settings?: NodeJS.ProcessEnv;
  /** Gives another address for the database: one that leads through a wire of the test's own. */
  leadThrough?: (mongodbUri: string) => Promise<string>;
};

/** Opens deps for one test file. */
export async function openTestDeps({ settings, leadThrough }: Options = {}): Promise<TestDeps> {
  const services = await freshServices();
  const folder = makeFolder();
  const config = readConfig({
    MONGODB_URI: (await leadThrough?.(services.mongodbUri)) ?? services.mongodbUri,
    REDIS_URL: services.redisUrl,
    SMTP_URL: "smtp://127.0.0.1:9",
    PORT: "0",
    WORKERS_PORT: "0",
    SHEAF_DATA: folder,
    SHEAF_PUBLIC_URL: "http://sheaf.test",
    SHEAF_LOG_LEVEL: "silent",
    // A test at night is like one by day.
    SHEAF_QUIET_HOURS: "",
    ...settings,
  });
  await writeKeyFile(config.SHEAF_KEYS, makeKeyFile(new Date()));
  const open = await openDeps(config);
  await waitFor("Redis", () => open.redis.status === "ready");
  const clock = createTestClock();
  const { now } = clock;
  const deps = { ...open.deps, now, sheets: createSheetWriter({ ...open.deps, now }) };
  return {
    deps,
    redis: open.redis,
    config,
    clock,
    async close() {
      await open.close();
      await services.dropAll();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
