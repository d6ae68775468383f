import { type ChildProcess, spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "../support/child-environment.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What a run of the command came to. */
export type Ended = { status: number | null; signal: string | null; stdout: string; stderr: string };

/** A command that runs. */
export type Running = { child: ChildProcess; ended: Promise<Ended> };

/**
 * Starts `sheaf ...` as an operator does, with nothing in its environment but `env`; `before` are words before node.
 */
export function startSheaf(args: string[], env: Record<string, string>, before: string[] = []): Running {
  const [command = "", ...words] = [...before, process.execPath, `${root}cli/main.ts`, ...args];
  const child = spawn(command, words, {
    cwd: root,
    env: { ...childEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = new Promise<Pick<Ended, "status" | "signal">>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status, signal) => resolve({ status, signal }));
  });
  const ended = Promise.all([exit, text(child.stdout), text(child.stderr)]).then(([end, stdout, stderr]) => ({
    ...end,
    stdout,
    stderr,
  }));
  return { child, ended };
}

/** Runs `sheaf ...` to its end. */
export function runSheaf(args: string[], env: Record<string, string>, before: string[] = []): Promise<Ended> {
  return startSheaf(args, env, before).ended;
}
