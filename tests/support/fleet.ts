import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Config, readConfig } from "#campaigns/platform/config.ts";
import { makeKeyFile, writeKeyFile } from "#campaigns/platform/sealing/key-file.ts";
import { findFreePort } from "#embedded/free-port.ts";
import { type Child, launch } from "#embedded/launch.ts";
import { startMongod } from "#embedded/start-mongod.ts";
import { startRedis } from "#embedded/start-redis.ts";
import { type MailServer, startMailServer } from "../mail/mail-server.ts";
import { childEnvironment } from "./child-environment.ts";
import { makeFolder } from "./temporary-folder.ts";
import { waitFor } from "./wait-for.ts";

/** The four processes of Sheaf, which a test kills and starts again as it likes. */
export const fleetNames = ["mongod", "redis", "server", "workers"] as const;
export type FleetName = (typeof fleetNames)[number];

/** Sheaf as it runs for people: real processes on a folder and ports of their own. */
export type Fleet = {
  config: Config;
  url: string;
  mails: MailServer;
  /** As a crash does: no warning. */
  kill(name: FleetName): Promise<void>;
  /** Starts what was killed, on the same port and folder, and waits until it answers. */
  start(name: FleetName): Promise<void>;
  /** Holds a process up, or lets it go on. */
  signal(name: FleetName, signal: "SIGSTOP" | "SIGCONT"): void;
  /** Removes what Redis has written. */
  emptyRedis(): void;
  /** What a process has written to its output, from all its lives. */
  outputOf(name: FleetName): string;
  stop(): Promise<void>;
};

const timeoutMs = 90_000;
const mainOf = (name: "server" | "workers") =>
  fileURLToPath(new URL(`../../${name}/main.ts`, import.meta.url));

/** Starts the whole fleet; everything ends with the test's process. */
export async function startFleet(settings: NodeJS.ProcessEnv = {}): Promise<Fleet> {
  const folder = makeFolder();
  const mails = await startMailServer();
  const [mongod, redis, server, workers] = await Promise.all(fleetNames.map(() => findFreePort()));
  const environment = {
    MONGODB_URI: `mongodb://127.0.0.1:${mongod}/sheaf?replicaSet=rs0`,
    REDIS_URL: `redis://127.0.0.1:${redis}`,
    SMTP_URL: mails.url,
    PORT: `${server}`,
    WORKERS_PORT: `${workers}`,
    SHEAF_DATA: folder,
    SHEAF_SIGN_LIMIT: "1000000",
    SHEAF_DRAIN_SECONDS: "0",
    SHEAF_LOG_LEVEL: "warn",
    SHEAF_QUIET_HOURS: "",
    ...settings,
  };
  const config = readConfig(environment);
  await writeKeyFile(config.SHEAF_KEYS, makeKeyFile(new Date()));
  const running = new Map<FleetName, Child>();
  const output = new Map<FleetName, string[]>();
  const logOf = (name: FleetName) => ({
    write: (chunk: Buffer | string) => void output.set(name, [...(output.get(name) ?? []), String(chunk)]),
    close: () => undefined,
  });
  const startProgram = async (name: "server" | "workers", health: string) => {
    const env = { ...environment, ...childEnvironment() };
    const log = logOf(name);
    const child = await launch({ name, command: process.execPath, args: [mainOf(name)], env, log });
    await waitFor(`${name} to be ready`, () => answers(health), timeoutMs);
    return child;
  };
  const starters: Record<FleetName, () => Promise<Child>> = {
    mongod: () =>
      startMongod({
        folder: join(folder, "mongod"),
        port: mongod,
        cacheGb: 0.5,
        binary: process.env.SHEAF_MONGOD,
      }),
    redis: () =>
      startRedis({ folder: join(folder, "redis"), port: redis, binary: process.env.SHEAF_REDIS_SERVER }),
    server: () => startProgram("server", `http://127.0.0.1:${server}/health/ready`),
    workers: () => startProgram("workers", `http://127.0.0.1:${workers}/health/live`),
  };
  const fleet: Fleet = {
    config,
    url: `http://127.0.0.1:${server}`,
    mails,
    async kill(name) {
      await running.get(name)?.kill();
      running.delete(name);
    },
    async start(name) {
      if (!running.has(name)) running.set(name, await starters[name]());
    },
    signal(name, signal) {
      const pid = running.get(name)?.pid;
      if (pid !== undefined) process.kill(pid, signal);
    },
    emptyRedis: () => rmSync(join(folder, "redis"), { recursive: true, force: true }),
    outputOf: (name) => (output.get(name) ?? []).join(""),
    async stop() {
      for (const name of [...fleetNames].reverse()) {
        fleet.signal(name, "SIGCONT");
        await running.get(name)?.stop();
      }
      await mails.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
  for (const name of fleetNames) await fleet.start(name);
  return fleet;
}

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.status === 200;
}
