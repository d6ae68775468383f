import type { Deps } from "#campaigns/open.ts";
import { openDeps } from "#campaigns/open-deps.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { readConfig } from "#campaigns/platform/config.ts";
import { type Figure, printTable, showSpread, spreadOf } from "../figures.ts";
import type { Stage } from "../system/bench-campaign.ts";
import { type Program, programEnvironment, startProgram, startWorkers } from "../system/programs.ts";
import type { Services } from "../system/services.ts";
import { type Pids, readUsage } from "../system/usage.ts";
import { checkCount, countStored, startAfresh, storeSheets, writeAndCount } from "./count-sheets.ts";
import { type MadeUpLine, makeLines, makeSheets } from "./made-up-sheets.ts";
import { inTurns, type Side } from "./rounds.ts";

type Scale = { rounds: number; lines: number };

type Workshop = {
  deps: Deps;
  campaign: Campaign;
  lines: number;
  /** Seconds of one measurement, and the processes' usage during it. */
  timed(name: string, measure: () => Promise<number>): Promise<number>;
};

const names = {
  raw: "raw inserts",
  none: "counting, no repeats",
  some: "counting, 5 % repeats",
  many: "counting, 20 % repeats",
  all: "counting, all repeats",
  written: "writing and counting",
} as const;

/**
 * P3 and P4: lines a second from stored sheets of 500 through real workers onto the roll and into the tallies, against
 * the driver alone inserting the roll's documents; at 0, 5, 20 and 100 % repeats. The clock starts when the jobs are
 * added and stops when the last sheet is folded. P3w includes storing the sheets.
 */
export async function measureCounting(services: Services, stage: Stage, scale: Scale): Promise<Figure[]> {
  const campaign = await stage.addCampaign("counting");
  const open = await openDeps(readConfig(programEnvironment(services, 0)));
  const workers = await startWorkers(services);
  const raw = await startProgram(services, "bench/ingest/raw-inserts.ts", { path: "/" });
  try {
    const pids = { workers: workers.pid, raw: raw.pid, ...services.pids, bench: process.pid };
    const costs = new Map<string, string[]>();
    const workshop = {
      deps: open.deps,
      campaign,
      lines: scale.lines,
      timed: timeWith(pids, scale.lines, costs),
    };
    const atOnce = await findBest(raw, campaign, scale.lines);
    console.log(`raw inserts go fastest with ${atOnce} batches of 500 under way`);
    const sides = [rawSide(workshop, raw, atOnce), ...countingSides(workshop)];
    await inTurns(sides, 1);
    const rates = await inTurns(sides, scale.rounds);
    printCounting(rates, costs);
    return countingFigures(rates);
  } finally {
    await Promise.all([workers.stop(), raw.stop()]);
    await open.close();
  }
}

function rawSide(workshop: Workshop, raw: Program, atOnce: number): Side {
  const { campaign, lines } = workshop;
  return {
    name: names.raw,
    async round() {
      const seconds = await workshop.timed(names.raw, () => insertRaw(raw, campaign, lines, atOnce));
      return lines / seconds;
    },
  };
}

function countingSides(workshop: Workshop): Side[] {
  const { deps, campaign } = workshop;
  let signedOnce: MadeUpLine[] = [];
  const countLines = async (name: string, lines: MadeUpLine[]) => {
    const sheets = makeSheets(campaign, lines);
    await storeSheets(deps, sheets);
    const seconds = await workshop.timed(name, () => countStored(deps, sheets));
    await checkCount(deps.database, campaign, countPersons(lines));
    return lines.length / seconds;
  };
  const fresh = (name: string, repeats: number): Side => ({
    name,
    async round() {
      await startAfresh(deps);
      const lines = makeLines(campaign, workshop.lines, repeats);
      if (repeats === 0) signedOnce = lines;
      return countLines(name, lines);
    },
  });
  const written: Side = {
    name: names.written,
    async round() {
      await startAfresh(deps);
      const lines = makeLines(campaign, workshop.lines, 0);
      const seconds = await workshop.timed(names.written, () => writeAndCount(deps, campaign, lines));
      await checkCount(deps.database, campaign, lines.length);
      return lines.length / seconds;
    },
  };
  return [
    fresh(names.none, 0),
    // Immediately afterwards: everybody who has just signed signs again.
    { name: names.all, round: () => countLines(names.all, signedOnce) },
    fresh(names.some, 0.05),
    fresh(names.many, 0.2),
    written,
  ];
}

/** Tries several numbers of concurrent batches, and takes the one that is fastest for the driver alone. */
async function findBest(raw: Program, campaign: Campaign, lines: number): Promise<number> {
  const tries: { atOnce: number; seconds: number }[] = [];
  for (const atOnce of [4, 1, 2, 4, 8])
    tries.push({ atOnce, seconds: await insertRaw(raw, campaign, Math.ceil(lines / 3), atOnce) });
  // The first attempt only warms up.
  const [best] = tries.slice(1).sort((one, other) => one.seconds - other.seconds);
  return best?.atOnce ?? 4;
}

async function insertRaw(
  raw: Program,
  campaign: Campaign,
  documents: number,
  atOnce: number,
): Promise<number> {
  const url = `http://127.0.0.1:${raw.port}/insert?campaign=${campaign.slug}&documents=${documents}&atOnce=${atOnce}`;
  const answer = await fetch(url);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`The raw inserts failed: ${text}`);
  return Number(text) / 1_000;
}

/** Measures with CPU usage; CPU microseconds per line are kept for the table. */
function timeWith(pids: Pids, lines: number, costs: Map<string, string[]>): Workshop["timed"] {
  return async (name, measure) => {
    const before = readUsage(pids);
    const seconds = await measure();
    const after = readUsage(pids);
    const used = Object.keys(after).map((process) => {
      const cpu = (after[process]?.cpu ?? 0) - (before[process]?.cpu ?? 0);
      return `${process} ${((cpu / lines) * 1e6).toFixed(0)}`;
    });
    costs.set(name, used);
    return seconds;
  };
}

function countPersons(lines: MadeUpLine[]): number {
  return new Set(lines.map(({ line }) => line.person.toString("latin1"))).size;
}

function printCounting(rates: Map<string, number[]>, costs: Map<string, string[]>): void {
  printTable([
    ["side", "lines/s, median (spread)", "CPU µs a line, last round"],
    ...Array.from(rates, ([name, values]) => [
      name,
      showSpread(spreadOf(values)),
      (costs.get(name) ?? []).join(", "),
    ]),
  ]);
}

function countingFigures(rates: Map<string, number[]>): Figure[] {
  const median = (name: string) => spreadOf(rates.get(name) ?? []).median;
  const overRaw = (name: string) => median(name) / median(names.raw);
  const goal = { sign: ">=", value: 0.6 } as const;
  return [
    { name: "P3 at 0 % repeats", value: overRaw(names.none), goal },
    { name: "P3 at 5 % repeats", value: overRaw(names.some), goal },
    { name: "P3 at 20 % repeats", value: overRaw(names.many), goal },
    { name: "P3w with storing the sheets", value: overRaw(names.written) },
    { name: "P4", value: median(names.all) / median(names.none), goal: { sign: ">=", value: 1 } },
  ];
}
