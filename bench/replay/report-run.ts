import { type Figure, printTable, showNumber } from "../figures.ts";
import type { Usage } from "../system/usage.ts";
import type { Mark } from "./watch-run.ts";

/** The result of a run. */
export type Run = {
  share: number;
  persons: number;
  requests: number;
  marks: Mark[];
  /** Until the last response, and until the last signature was in the tallies. */
  acceptedSeconds: number;
  countedSeconds: number;
  greatestBacklog: number;
  /** Milliseconds from sending a request to reading its response, sorted. */
  latencies: Float32Array;
  finalUsage: Usage;
};

/** Prints each tenth's time, CPU-seconds per 1,000 requests and memory of each process. */
export function printTenths({ marks, finalUsage }: Run): void {
  const names = Object.keys(finalUsage);
  const head = ["tenth", "accepted/s", "backlog s", ...names.map((name) => `${name} CPU`), "CPU in all"];
  const rows = tenthsOf(marks).map(([before, after], index) => [
    `${index + 1}`,
    showNumber((after.answered - before.answered) / (after.seconds - before.seconds)),
    after.greatestBacklog.toFixed(1),
    ...names.map((name) => cpuPerThousand(before, after, [name]).toFixed(4)),
    cpuPerThousand(before, after, names).toFixed(4),
  ]);
  console.log("\nCPU-seconds per 1,000 requests");
  printTable([head, ...rows]);
  console.log("\nMemory (RSS) in MB at the start, after the first and the last tenth, at most, at the end");
  const memory = (mark: Mark | undefined, name: string) => (mark?.usage[name]?.rss ?? 0).toFixed(0);
  printTable([
    ["process", "start", "first", "last", "most", "end"],
    ...names.map((name) => [
      name,
      memory(marks[0], name),
      memory(marks[1], name),
      memory(marks.at(-1), name),
      Math.max(...marks.map(({ usage }) => usage[name]?.rss ?? 0)).toFixed(0),
      (finalUsage[name]?.rss ?? 0).toFixed(0),
    ]),
  ]);
}

/** The final figures of a replay; the fifteen minutes are for the whole curve, shorter runs get their share of it. */
export function runFigures(run: Run): Figure[] {
  const { share, persons, requests, marks, acceptedSeconds, countedSeconds, latencies } = run;
  const names = Object.keys(run.finalUsage);
  const tenths = tenthsOf(marks).map(([before, after]) => cpuPerThousand(before, after, names));
  const latency = (part: number) => latencies[Math.floor(latencies.length * part)] ?? 0;
  const flat = (name: string) =>
    (marks.at(-1)?.usage[name]?.rss ?? 0) /
    Math.max(...marks.slice(0, 3).map(({ usage }) => usage[name]?.rss ?? 0));
  return [
    { name: "R1 accepted/s", value: requests / acceptedSeconds },
    { name: "R1 counted/s", value: persons / countedSeconds },
    { name: "R1 p50 ms", value: latency(0.5) },
    { name: "R1 p99 ms", value: latency(0.99) },
    {
      name: "R2 last/first tenth",
      value: (tenths.at(-1) ?? 0) / (tenths[0] ?? 0),
      goal: { sign: "<=", value: 1.15 },
    },
    {
      name: "R3 minutes until all is counted",
      value: countedSeconds / 60,
      goal: { sign: "<=", value: 15 * share },
    },
    { name: "R4 greatest backlog in seconds", value: run.greatestBacklog },
    { name: "R5 server memory, end/first fifth", value: flat("server"), goal: { sign: "<=", value: 1.25 } },
    { name: "R5 workers memory, end/first fifth", value: flat("workers"), goal: { sign: "<=", value: 1.25 } },
  ];
}

function tenthsOf(marks: Mark[]): [Mark, Mark][] {
  return marks.slice(1).flatMap((after, index) => {
    const before = marks[index];
    return before ? [[before, after] as [Mark, Mark]] : [];
  });
}

function cpuPerThousand(before: Mark, after: Mark, names: string[]): number {
  const used = names.reduce(
    (sum, name) => sum + (after.usage[name]?.cpu ?? 0) - (before.usage[name]?.cpu ?? 0),
    0,
  );
  return (used / (after.answered - before.answered)) * 1_000;
}
