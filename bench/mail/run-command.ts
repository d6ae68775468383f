import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { updatesNodeArgs } from "#embedded/keep-programs.ts";
import { projectFolder } from "#embedded/run-command.ts";

/** Runs a bench script in a process like the one that sends updates, and returns its output. */
export async function runCommand(script: string, args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [...updatesNodeArgs, join(projectFolder, script), ...args], {
    env,
    cwd: projectFolder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const printed = await text(child.stdout);
  if (child.exitCode !== 0 && child.exitCode !== null)
    throw new Error(`${script} ended with ${child.exitCode}.`);
  return printed;
}
