import { fileURLToPath } from "node:url";
import { type QueueName, queueNames } from "#campaigns/platform/jobs/queues.ts";
import { findFreePort, tryPort } from "./free-port.ts";
import { launch } from "./launch.ts";
import { projectFolder } from "./run-command.ts";
import type { Settings } from "./settings.ts";
import type { Keeper, Services } from "./start-services.ts";

/**
 * Locally all signers share one address, so the limit that a public server has per address would stop them all at
 * once.
 */
const LOCAL_SIGN_LIMIT = "6000";

const WORKERS_PORT = 3001;

/** The environment of the programs we start: our own, and where everything is. */
export function programEnvironment(
  env: NodeJS.ProcessEnv,
  addresses: Record<string, string>,
): NodeJS.ProcessEnv {
  const limit = env.SHEAF_SIGN_LIMIT || LOCAL_SIGN_LIMIT;
  // Nothing stands in front of it that would have to notice its end.
  return { SHEAF_DRAIN_SECONDS: "0", ...env, ...addresses, SHEAF_SIGN_LIMIT: limit };
}

/** The settings that point a program to the running system; none of them is secret. */
export function addressesOf(settings: Settings, services: Services): Record<string, string> {
  return {
    MONGODB_URI: services.mongodbUri,
    REDIS_URL: services.redisUrl,
    SMTP_URL: services.smtpUrl,
    HOST: settings.host,
    PORT: `${settings.port}`,
    SHEAF_DATA: settings.folder,
    SHEAF_KEYS: settings.keys,
    ...(services.mailbox ? { SHEAF_MAILBOX_URL: services.mailbox.url } : {}),
  };
}

/** Sending updates uses only spare capacity: in its own process it yields to signing and counting. */
const updatesOnly: readonly QueueName[] = ["updates"];
const allOthers = queueNames.filter((name) => !updatesOnly.includes(name));

/**
 * Node options that keep server and workers within a small machine: with its defaults Node lets three times as much
 * garbage lie while there is memory.
 */
export const usualNodeArgs = ["--max-semi-space-size=16", "--max-old-space-size=512"] as const;

/** The same for sending updates: nearly all that a mail is made of is short-lived. */
export const updatesNodeArgs = ["--max-semi-space-size=4", "--max-old-space-size=256"] as const;

/** Keeps server and workers running. */
export async function keepPrograms(
  env: NodeJS.ProcessEnv,
  settings: Settings,
  keeper: Keeper,
): Promise<void> {
  const port = settings.workersPort ?? (await tryPort(WORKERS_PORT, settings.host).catch(findFreePort));
  const workersEnv = { ...env, WORKERS_PORT: `${port}` };
  const updatesEnv = { ...env, WORKERS_PORT: "0" };
  const keep = (name: string, env: NodeJS.ProcessEnv, args: string[], givesWay?: true) => {
    const log = keeper.log(name);
    const program = { command: process.execPath, args, env, cwd: projectFolder, givesWay };
    const start = () => launch({ ...program, name: `The ${name}`, log });
    return keeper.supervise({ name, start }).started;
  };
  await Promise.all([
    keep("server", env, [...usualNodeArgs, pathOf("server/main.ts")]),
    keep("workers", workersEnv, [...usualNodeArgs, pathOf("workers/main.ts"), ...allOthers]),
    keep("updates", updatesEnv, [...updatesNodeArgs, pathOf("workers/main.ts"), ...updatesOnly], true),
  ]);
}

function pathOf(script: string): string {
  return fileURLToPath(new URL(`../${script}`, import.meta.url));
}
