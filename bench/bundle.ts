import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { writeBundle } from "#campaigns/bundles/write-bundle.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { rollRange } from "#campaigns/petitions/person.ts";
import { fillRoll } from "./bundle/fill-roll.ts";
import { printFigures, printTable, showNumber, showSpread, spreadOf } from "./figures.ts";
import { inTurns, type Side } from "./ingest/rounds.ts";
import { type Stage, setStage } from "./system/bench-campaign.ts";
import { describeMachine } from "./system/machine.ts";
import { openServices } from "./system/services.ts";
import { readUsage } from "./system/usage.ts";

type Options = { signatures: number; rounds: number };

const names = { cursor: "bare cursor", bundle: "bundle" } as const;

/**
 * Adds `bundle`: how fast the roll becomes a bundle, compared with a bare cursor that reads the same data and drops
 * it.
 */
export function addBundleBench(program: Command): void {
  program
    .command("bundle")
    .description("measure writing a bundle against a bare cursor over the same fields, in turns")
    .option("--signatures <count>", "signatures on the roll", toCount, 200_000)
    .option("--rounds <count>", "rounds of each side", toCount, 5)
    .action(measureBundle);
}

async function measureBundle({ signatures, rounds }: Options): Promise<void> {
  const services = await openServices(process.env);
  try {
    console.log(describeMachine(services.versions));
    const stage = await setStage(services);
    const campaign = await stage.addCampaign("bundled");
    await fillRoll(stage, campaign, signatures);
    const path = join(services.folder, "bundle.zip");
    const pids = { mongod: services.pids.mongod, bench: process.pid };
    const costs = new Map<string, string>();
    const timed = (side: Side): Side => ({
      name: side.name,
      async round() {
        const before = readUsage(pids);
        const rate = await side.round();
        const after = readUsage(pids);
        const used = Object.keys(after).map((name) => {
          const cpu = (after[name]?.cpu ?? 0) - (before[name]?.cpu ?? 0);
          return `${name} ${((cpu / signatures) * 1e6).toFixed(1)}`;
        });
        costs.set(side.name, used.join(", "));
        return rate;
      },
    });
    const sides = [cursorSide(stage, campaign, signatures), bundleSide(stage, campaign, signatures, path)];
    await inTurns(sides, 1);
    const rates = await inTurns(sides.map(timed), rounds);
    printTable([
      ["side", "rows/s, median (spread)", "CPU µs a row, last round"],
      ...Array.from(rates, ([name, values]) => [name, showSpread(spreadOf(values)), costs.get(name) ?? ""]),
    ]);
    console.log(`peak memory of this process ${showNumber(process.resourceUsage().maxRSS / 1024)} MiB`);
    const median = (name: string) => spreadOf(rates.get(name) ?? []).median;
    printFigures([
      { name: "B1 bundle rows/s", value: median(names.bundle) },
      { name: "B2 bundle / bare cursor", value: median(names.bundle) / median(names.cursor) },
    ]);
    await stage.database.close();
  } finally {
    await services.close();
  }
}

/** The driver alone: the same range, order, fields and batches, and nothing done with them. */
function cursorSide({ database }: Stage, { ordinal }: Campaign, signatures: number): Side {
  const { from, to } = rollRange(ordinal);
  const projection = {
    petition: 1,
    country: 1,
    channel: 1,
    locale: 1,
    version: 1,
    at: 1,
    sealed: 1,
  } as const;
  return {
    name: names.cursor,
    async round() {
      const startedAt = performance.now();
      let read = 0;
      const cursor = database.signatures.find(
        { _id: { $gte: from, $lt: to }, state: "counted" },
        { projection, batchSize: 4_000, sort: { _id: 1 }, hint: { _id: 1 } },
      );
      for await (const _ of cursor) read += 1;
      if (read !== signatures) throw new Error(`The cursor read ${read} of ${signatures} signatures.`);
      return (read / (performance.now() - startedAt)) * 1_000;
    },
  };
}

function bundleSide({ database, keys }: Stage, campaign: Campaign, signatures: number, path: string): Side {
  return {
    name: names.bundle,
    async round() {
      const startedAt = performance.now();
      const bundle = await writeBundle(
        { database, now: () => new Date(), publicUrl: "http://127.0.0.1:3000", openKeys: async () => keys },
        { campaign, path, withoutPages: true },
      );
      const rate = (bundle.signatures / (performance.now() - startedAt)) * 1_000;
      rmSync(path);
      if (bundle.signatures !== signatures) throw new Error(`The bundle holds ${bundle.signatures}.`);
      return rate;
    },
  };
}

function toCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new InvalidArgumentError("It must be a whole number from 1.");
  return count;
}
