import { availableParallelism, cpus, totalmem } from "node:os";

/** One line on where a bench runs: processors, memory, versions of what it works with, day. */
export function describeMachine(versions?: { mongodb: string; redis: string }): string {
  const processor = cpus()[0]?.model ?? "unknown processor";
  return [
    `${availableParallelism()} cores (${processor})`,
    `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    `Node ${process.versions.node}`,
    ...(versions ? [`MongoDB ${versions.mongodb}`, `Redis ${versions.redis}`] : []),
    new Date().toISOString().slice(0, 16).replace("T", " "),
  ].join(", ");
}
