import { join } from "node:path";
import { queueNames } from "#campaigns/platform/jobs/queues.ts";
import { findFreePort } from "#embedded/free-port.ts";
import { updatesNodeArgs, usualNodeArgs } from "#embedded/keep-programs.ts";
import { type Child, launch } from "#embedded/launch.ts";
import { openLog } from "#embedded/log-file.ts";
import { projectFolder } from "#embedded/run-command.ts";
import { waitUntilReady } from "#embedded/wait-until-ready.ts";
import type { Services } from "./services.ts";

/** A program under test, as a separate process. */
export type Program = Pick<Child, "pid" | "stop" | "ended"> & { port: number };

/** The settings of server and workers: the defaults, behind a local proxy that passes on addresses. */
export function programEnvironment(
  { mongodbUri, redisUrl, folder }: Services,
  port: number,
): NodeJS.ProcessEnv {
  return {
    ...process.env,
    MONGODB_URI: mongodbUri,
    REDIS_URL: redisUrl,
    // Most benches write no letters; those that do say where they go.
    SMTP_URL: "smtp://127.0.0.1:9",
    PORT: `${port}`,
    WORKERS_PORT: `${port}`,
    SHEAF_DATA: folder,
    SHEAF_KEYS: join(folder, "keys.json"),
    SHEAF_TRUST_PROXY: "127.0.0.1",
  };
}

/** Starts `node <script>` with the settings of server and workers and waits until `path` answers. */
export async function startProgram(
  services: Services,
  script: string,
  {
    path,
    args = [],
    nodeArgs = [],
    memoryArgs = usualNodeArgs,
    env = {},
    givesWay,
  }: {
    path: string;
    args?: string[];
    nodeArgs?: string[];
    memoryArgs?: readonly string[];
    env?: NodeJS.ProcessEnv;
    givesWay?: true | undefined;
  },
): Promise<Program> {
  const port = await findFreePort();
  const name = script.replaceAll(/\W/g, "-");
  const log = openLog(join(services.folder, `${name}.log`));
  const child = await launch({
    name: script,
    command: process.execPath,
    args: [...memoryArgs, ...nodeArgs, join(projectFolder, script), ...args],
    env: { ...programEnvironment(services, port), ...env },
    cwd: projectFolder,
    log,
    givesWay,
  });
  try {
    await waitUntilReady(script, child, () => answers(`http://127.0.0.1:${port}${path}`));
  } catch (error) {
    await child.kill();
    throw error;
  }
  return { ...child, port };
}

/** Starts the server with its production defaults. */
export function startServer(services: Services, nodeArgs: string[] = []): Promise<Program> {
  return startProgram(services, "server/main.ts", { path: "/health/ready", nodeArgs });
}

/** Starts the workers of all queues with their production defaults. */
export function startWorkers(services: Services, nodeArgs: string[] = []): Promise<Program> {
  return startProgram(services, "workers/main.ts", { path: "/health/live", nodeArgs });
}

/**
 * Starts workers as `npm start` and docker-compose.yml do: one process for updates and one for all others.
 * That for updates gives way where there are some to send; where there are none a busy machine would not let
 * it start.
 */
export async function startBothWorkers(
  services: Services,
  { env, nodeArgs = [], givesWay }: { env: NodeJS.ProcessEnv; nodeArgs?: string[]; givesWay?: true },
): Promise<{ workers: Program; updates: Program }> {
  const path = "/health/live";
  const others = queueNames.filter((name) => name !== "updates");
  const [workers, updates] = await Promise.all([
    startProgram(services, "workers/main.ts", { path, env, args: others, nodeArgs }),
    startProgram(services, "workers/main.ts", {
      ...{ path, env, args: ["updates"], memoryArgs: updatesNodeArgs },
      givesWay,
    }),
  ]);
  return { workers, updates };
}

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.ok ?? false;
}
