import { join } from "node:path";
import { type DemoLogins, readDemoLogins } from "./demo/demo-accounts.ts";
import { loginsFile } from "./demo/demo-campaign.ts";
import { launch } from "./launch.ts";
import type { Log } from "./log-file.ts";
import { projectFolder } from "./run-command.ts";
import type { Settings } from "./settings.ts";
import { StartError } from "./start-error.ts";

/** Loads the campaign with made-up signatures, and gives how to sign in to it. @throws StartError with the reason. */
export async function fillDemo(
  { folder }: Pick<Settings, "folder">,
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<DemoLogins | undefined> {
  const args = [join(import.meta.dirname, "demo/main.ts")];
  const name = "The demo";
  const child = await launch({ name, command: process.execPath, args, env, cwd: projectFolder, log });
  const { code, lastWords } = await child.ended;
  if (code !== 0) throw new StartError(`The demo could not be loaded:\n${lastWords}`);
  return readDemoLogins(join(folder, loginsFile));
}
