import { mkdtempSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { freemem, tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type Service, startMongod } from "#embedded/start-mongod.ts";
import { startRedis } from "#embedded/start-redis.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A folder for whatever tests write; it goes when they are over. */
    folder: string;
    mongodbUri: string;
    redisUrl: string;
  }
}

/**
 * One MongoDB and one Redis for all tests, on free ports and in a folder that goes with them, so that tests run beside
 * a running `npm start`; MONGODB_URI and REDIS_URL name others to use instead.
 */
/**
 * A run of all tests makes more than twenty thousand files of collections and indexes, and those of dropped databases
 * stay for minutes. Left open, as usual for ten minutes, they are more than a process may have, and mongod ends.
 */
const closesIdleFiles = "file_manager=(close_idle_time=10,close_scan_interval=2,close_handle_minimum=200)";

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { MONGODB_URI, REDIS_URL, SHEAF_MONGOD, SHEAF_REDIS_SERVER } = process.env;
  const parent = quickFolder();
  removeAbandoned(parent);
  const folder = mkdtempSync(join(parent, `${ownFolders}${process.pid}-`));
  const started: Service[] = [];
  const start = async (service: Promise<Service>): Promise<string> => {
    const one = await service;
    started.push(one);
    return one.uri;
  };
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  // vitest answers SIGTERM with an exit at once and no teardown.
  const cleanUpInHaste = () => {
    for (const { pid } of started) process.kill(pid, "SIGKILL");
    removeFolder();
  };
  const tearDown = async () => {
    process.removeListener("exit", cleanUpInHaste);
    // What they hold goes with them: there is nothing to write down.
    await Promise.all(started.map((service) => service.kill()));
    removeFolder();
  };
  process.once("exit", cleanUpInHaste);
  try {
    const mongod = {
      folder: join(folder, "mongod"),
      binary: SHEAF_MONGOD,
      cacheGb: 0.5,
      storage: closesIdleFiles,
    };
    const redis = { folder: join(folder, "redis"), binary: SHEAF_REDIS_SERVER, databases: 1_000 };
    project.provide("folder", folder);
    const [mongodbUri, redisUrl] = await Promise.all([
      MONGODB_URI ?? start(startMongod(mongod)),
      REDIS_URL ?? start(startRedis(redis)),
    ]);
    project.provide("mongodbUri", mongodbUri);
    project.provide("redisUrl", redisUrl);
  } catch (error) {
    await tearDown();
    throw error;
  }
  return tearDown;
}

/** How folders of test runs begin; the id of the run's process follows. */
const ownFolders = "sheaf-tests-";

/** Removes what runs that were killed outright have left behind: in memory it would stay until the machine restarts. */
function removeAbandoned(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = Number(new RegExp(`^${ownFolders}(\\d+)-`).exec(name)?.[1]);
    if (pid && !isRunning(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

/** What all tests together need at most, twice over. */
const ampleBytes = 4 * 2 ** 30;

/**
 * In memory where there is ample room for it, as on Linux: every write is journaled there as on a disk, and survives
 * all that tests kill, but nobody waits for a disk.
 */
function quickFolder(): string {
  const memory = "/dev/shm";
  try {
    const { bavail, bsize } = statfsSync(memory);
    const room = Math.min(bavail * bsize, freemem() / 2);
    return room >= ampleBytes ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
}
