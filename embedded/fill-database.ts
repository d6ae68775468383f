import { existsSync, globSync } from "node:fs";
import { dirname } from "node:path";
import type { Log } from "./log-file.ts";
import { projectFolder, runCommand } from "./run-command.ts";
import { StartError } from "./start-error.ts";

/**
 * Creates the key file if there is none.
 * @throws StartError with the command's reason, typically that the database has signatures sealed with lost keys.
 */
export async function createMissingKeys(path: string, env: NodeJS.ProcessEnv, log: Log): Promise<void> {
  if (existsSync(path)) return;
  const { code, lastWords } = await runCommand(["keys", "create"], env, log);
  if (code !== 0) throw new StartError(lastWords || `The keys ${path} could not be made.`);
}

/**
 * Loads the network, and those campaigns that come with Sheaf and are not loaded yet: what was published in the
 * console is kept.
 * @throws StartError with the loader's reason.
 */
export async function loadCatalogue(env: NodeJS.ProcessEnv, log: Log): Promise<void> {
  const network = await runCommand(["organisations", "load"], env, log);
  if (network.code !== 0) throw new StartError(`The network could not be loaded:\n${network.lastWords}`);
  const files = globSync("campaigns/catalogue/*/campaign.yaml", { cwd: projectFolder });
  for (const folder of files.map(dirname).sort()) {
    const { code, lastWords } = await runCommand(["campaigns", "load", folder, "--new-only"], env, log);
    if (code !== 0) throw new StartError(`${folder} could not be loaded:\n${lastWords}`);
  }
}
