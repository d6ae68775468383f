import { readFileSync } from "node:fs";

/** Watched processes by name; those that run elsewhere have no id here. */
export type Pids = Record<string, number | undefined>;

/** CPU-seconds since each process started, and its resident memory in megabytes (a million bytes). */
export type Usage = Record<string, { cpu: number; rss: number }>;

const ticksPerSecond = 100;
const pageSize = 4096;

/** Reads the processes' usage so far from /proc; nothing on machines without it, and for processes elsewhere. */
export function readUsage(pids: Pids): Usage {
  const usage: Usage = {};
  for (const [name, pid] of Object.entries(pids)) {
    const fields = readStat(pid);
    if (!fields) continue;
    // Fields 14, 15 and 24 of proc(5), counted from field 3, the first one after the name.
    const ticks = Number(fields[11]) + Number(fields[12]);
    usage[name] = { cpu: ticks / ticksPerSecond, rss: (Number(fields[21]) * pageSize) / 1e6 };
  }
  return usage;
}

function readStat(pid: number | undefined): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

/** The memory of each process in MiB, its part of what it shares with others (PSS); 0 where /proc does not tell. */
export function readSharedMemory(pids: Pids): Record<string, number> {
  const kilobytes = (pid: number | undefined) => Number(/^Pss:\s+(\d+)/mu.exec(readRollup(pid))?.[1] ?? 0);
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, kilobytes(pid) / 1024]));
}

function readRollup(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  } catch {
    return "";
  }
}
