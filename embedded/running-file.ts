import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { processStamp } from "../scripts/setup/pid-lock.mjs";

const PATIENCE = 30_000;

/** A process and its start time, which distinguishes it from a later one with the same id. */
type Known = { pid: number; stamp: string };

/** The contents of `running.json`: where the running system is, for `npm run sheaf`, and its processes by name. */
type Running = Known & { settings: Record<string, string>; processes: Record<string, Known> };

/** Writes where the running system is and the ids of its processes; only its owner can read it. */
export function writeRunning(
  folder: string,
  settings: Record<string, string>,
  pids: Readonly<Record<string, number>>,
): void {
  const processes = Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, known(pid)]));
  const running: Running = { ...known(process.pid), settings, processes };
  const unfinished = join(folder, "running.json.unfinished");
  writeFileSync(unfinished, `${JSON.stringify(running, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, join(folder, "running.json"));
}

/** Removes it, when the system has ended. */
export function removeRunning(folder: string): void {
  rmSync(join(folder, "running.json"), { force: true });
}

/**
 * Ends what a killed start left running on this folder, so that databases can be opened again. Only for the holder
 * of the folder's lock. Returns how many processes it ended.
 */
export async function endLeftovers(folder: string): Promise<number> {
  const left = readProcesses(folder).filter(isAlive);
  signalAll(left, "SIGTERM");
  const deadline = Date.now() + PATIENCE;
  while (left.some(isAlive) && Date.now() < deadline) await wait(50);
  signalAll(left.filter(isAlive), "SIGKILL");
  return left.length;
}

function known(pid: number): Known {
  return { pid, stamp: processStamp(pid) ?? "" };
}

function readProcesses(folder: string): Known[] {
  try {
    const running: Running = JSON.parse(readFileSync(join(folder, "running.json"), "utf8"));
    return Object.values(running.processes);
  } catch {
    return [];
  }
}

function isAlive({ pid, stamp }: Known): boolean {
  return stamp !== "" && processStamp(pid) === stamp;
}

function signalAll(processes: readonly Known[], signal: NodeJS.Signals): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended just now.
    }
  }
}
