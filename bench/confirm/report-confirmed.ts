import { type Figure, printTable, showNumber } from "../figures.ts";
import type { Mark } from "../replay/watch-run.ts";
import type { MongoTimes } from "../system/mongo-times.ts";
import type { Usage } from "../system/usage.ts";

/** What a walk as fast as all goes has shown. */
export type WalkRun = {
  persons: number;
  confirmed: number;
  seconds: number;
  /** After each tenth of the confirmations. */
  marks: Mark[];
  /** Before anything, and after the last letter and fold. */
  usage: { first: Usage; last: Usage };
  mongoTimes: MongoTimes;
};

/** Prints what each tenth cost, in CPU-milliseconds a confirmed signature, and how fast it went. */
export function printConfirmedTenths({ marks, usage }: WalkRun): void {
  const names = Object.keys(usage.last);
  const rows = tenthsOf(marks).map(([before, after], index) => [
    `${index + 1}`,
    showNumber((after.answered - before.answered) / (after.seconds - before.seconds)),
    ...names.map((name) => costOf(before, after, [name]).toFixed(2)),
    costOf(before, after, names).toFixed(2),
  ]);
  console.log("\nCPU-milliseconds a confirmed signature");
  printTable([["tenth", "confirmed/s", ...names, "in all"], ...rows]);
}

/** Prints which collections MongoDB is busy with, the busiest first. */
export function printMongoTimes({ mongoTimes, confirmed }: WalkRun): void {
  const rows = Object.entries(mongoTimes)
    .filter(([, { operations }]) => operations > 0)
    .sort(([, one], [, other]) => other.read + other.write - one.read - one.write)
    .slice(0, 12)
    .map(([name, { read, write, operations }]) => [
      name,
      ((read * 1_000) / confirmed).toFixed(0),
      ((write * 1_000) / confirmed).toFixed(0),
      (operations / confirmed).toFixed(2),
    ]);
  console.log("\nMongoDB by collection, in microseconds a confirmed signature, waiting included");
  printTable([["collection", "reading", "writing", "operations"], ...rows]);
}

/** W1 and W5: what a confirmed signature costs, with all that is done for those who never confirm. */
export function confirmedFigures({ persons, confirmed, seconds, marks, usage }: WalkRun): Figure[] {
  const names = Object.keys(usage.last);
  const spent = names.reduce((sum, name) => sum + cpuOf(usage.last, name) - cpuOf(usage.first, name), 0);
  const tenths = tenthsOf(marks).map(([before, after]) => costOf(before, after, names));
  const share = (name: string) => ((cpuOf(usage.last, name) - cpuOf(usage.first, name)) * 1_000) / confirmed;
  console.log(`\nover all: ${names.map((name) => `${name} ${share(name).toFixed(2)}`).join(", ")}`);
  return [
    { name: "W0 signed persons", value: persons },
    { name: "W0 confirmed/s on the whole way", value: confirmed / seconds },
    { name: "W1", value: (spent * 1_000) / confirmed, goal: { sign: "<=", value: 3 } },
    { name: "W5", value: (tenths.at(-1) ?? 0) / (tenths[0] ?? 0), goal: { sign: "<=", value: 1.15 } },
  ];
}

function tenthsOf(marks: Mark[]): [Mark, Mark][] {
  return marks.slice(1).flatMap((after, index) => {
    const before = marks[index];
    return before ? [[before, after] as [Mark, Mark]] : [];
  });
}

function costOf(before: Mark, after: Mark, names: string[]): number {
  const spent = names.reduce((sum, name) => sum + cpuOf(after.usage, name) - cpuOf(before.usage, name), 0);
  return (spent * 1_000) / (after.answered - before.answered);
}

function cpuOf(usage: Usage, name: string): number {
  return usage[name]?.cpu ?? 0;
}
