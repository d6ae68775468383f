import { fileURLToPath } from "node:url";
import { findFreePort, tryPort } from "./free-port.ts";
import { launch } from "./launch.ts";
import { projectFolder } from "./run-command.ts";
import type { Settings } from "./settings.ts";
import type { Keeper, Services } from "./start-services.ts";

/** Locally all signers share one address, so the limit a public server has for each address would stop them all at once. */
const LOCAL_SIGN_LIMIT = "6000";

const WORKERS_PORT = 3001;

/** The environment of the programs we start: ours, and where everything is. */
export function programEnvironment(
  env: NodeJS.ProcessEnv,
  addresses: Record<string, string>,
): NodeJS.ProcessEnv {
  const limit = env.SHEAF_SIGN_LIMIT || LOCAL_SIGN_LIMIT;
  return { ...env, ...addresses, SHEAF_SIGN_LIMIT: limit };
}

/** The settings that lead a program to the running system; none of them is secret. */
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

/** Keeps server and workers running. */
export async function keepPrograms(
  env: NodeJS.ProcessEnv,
  settings: Settings,
  keeper: Keeper,
): Promise<void> {
  const port = settings.workersPort ?? (await tryPort(WORKERS_PORT, settings.host).catch(findFreePort));
  const programs = [
    keepProgram("server", env, keeper),
    keepProgram("workers", { ...env, WORKERS_PORT: `${port}` }, keeper),
  ];
  await Promise.all(programs);
}

function keepProgram(name: string, env: NodeJS.ProcessEnv, keeper: Keeper): Promise<void> {
  const script = fileURLToPath(new URL(`../${name}/main.ts`, import.meta.url));
  const log = keeper.log(name);
  const program = { name: `The ${name}`, command: process.execPath, args: [script], env, cwd: projectFolder };
  const start = () => launch({ ...program, log });
  return keeper.supervise({ name, start }).started;
}
