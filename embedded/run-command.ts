import { fileURLToPath } from "node:url";
import { type Ending, launch } from "./launch.ts";
import type { Log } from "./log-file.ts";

/** The project's folder. */
export const projectFolder = fileURLToPath(new URL("..", import.meta.url));

/** Runs a command of the operators' program `sheaf` to its end; without a log its output is discarded. */
export async function runCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  log?: Log,
): Promise<Ending> {
  const script = fileURLToPath(new URL("../cli/main.ts", import.meta.url));
  const child = await launch({
    name: `sheaf ${args.join(" ")}`,
    command: process.execPath,
    args: [script, ...args],
    env,
    cwd: projectFolder,
    log,
  });
  return child.ended;
}
