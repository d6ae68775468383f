import { Types } from "mongoose";
import type { Database } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { SheetCount } from "#campaigns/signing/sheets/sheet.model.ts";
import { foldSheets } from "#campaigns/signing/tallies/fold-sheets.ts";
import { forgetTotals, readTotals } from "#campaigns/signing/tallies/read-totals.ts";
import { readCurve } from "../arrivals/curve.ts";
import { type Figure, printTable, showSpread, spreadOf } from "../figures.ts";
import { sendLoad } from "../load/send-load.ts";
import type { Stage } from "../system/bench-campaign.ts";
import { type Program, startServer } from "../system/programs.ts";
import type { Services } from "../system/services.ts";
import { inTurns, type Side } from "./rounds.ts";

type Scale = { rounds: number; reads: number };

const sizes = { small: 10_000, large: 1_000_000 } as const;
const linesAtOnce = 500;

/**
 * The cost of reading totals with a million signatures, compared with ten thousand: the act without a cache, and the
 * route. Both campaigns have signatures from every country, so that only the size differs; rounds give the median of
 * many reads.
 */
export async function measureTotals(services: Services, stage: Stage, scale: Scale): Promise<Figure[]> {
  const { database } = stage;
  const small = await stage.addCampaign("ten-thousand");
  const large = await stage.addCampaign("million");
  await fill(database, small, sizes.small);
  await fill(database, large, sizes.large);
  const server = await startServer(services);
  try {
    const sides = [
      actSide(database, small, scale.reads),
      actSide(database, large, scale.reads),
      routeSide(server, small, scale.reads),
      routeSide(server, large, scale.reads),
    ];
    await inTurns(sides, 1);
    const times = await inTurns(sides, scale.rounds);
    printTable([
      ["read", "p50 in ms, median (spread)"],
      ...Array.from(times, ([name, values]) => [name, showSpread(spreadOf(values))]),
    ]);
    const median = (name: string) => spreadOf(times.get(name) ?? []).median;
    const goal = { sign: "<=", value: 1.05 } as const;
    return ["act", "route"].map((way, index) => ({
      name: `T${index + 1} totals ${way} at 1M / at 10k`,
      value: median(`${way} million`) / median(`${way} ten-thousand`),
      goal,
    }));
  } finally {
    await server.stop();
  }
}

function actSide(database: Database, campaign: Campaign, reads: number): Side {
  return {
    name: `act ${campaign.slug}`,
    async round() {
      const times: number[] = [];
      for (let read = 0; read < reads; read += 1) {
        forgetTotals({ database }, campaign.ordinal);
        const startedAt = performance.now();
        await readTotals({ database }, campaign);
        times.push(performance.now() - startedAt);
      }
      return spreadOf(times).median;
    },
  };
}

function routeSide(server: Program, campaign: Campaign, reads: number): Side {
  const request = `GET /api/v1/campaigns/${campaign.slug}/totals HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;
  return {
    name: `route ${campaign.slug}`,
    async round() {
      const times: number[] = [];
      let left = reads;
      await sendLoad({
        port: server.port,
        connections: 1,
        take: () => (left-- > 0 ? left : undefined),
        compose: () => request,
        answered({ status, milliseconds }) {
          if (status !== 200) throw new Error(`GET totals answered ${status}.`);
          times.push(milliseconds);
          return false;
        },
      });
      return spreadOf(times).median;
    },
  };
}

/**
 * Folds made-up processed sheets of 500 into tallies and total: signatures themselves are not needed to read totals.
 */
async function fill(database: Database, campaign: Campaign, signatures: number): Promise<void> {
  const { countries } = readCurve(1);
  const sheets = Array.from({ length: signatures / linesAtOnce }, (_, index) => ({
    _id: new Types.ObjectId(),
    campaign: campaign.ordinal,
    kind: "counting" as const,
    channel: "web" as const,
    state: "processed" as const,
    at: new Date(),
    lines: [],
    counts: countsOfSheet(countries, index),
  }));
  await database.sheets.insertMany(sheets);
  await foldSheets({ database, now: () => new Date() }, campaign.ordinal);
  const { total } = await readTotals({ database }, campaign);
  if (total !== signatures) throw new Error(`${signatures} were folded and the total is ${total}.`);
}

/** One signature from each of twenty countries, in turn, and the others from the largest. */
function countsOfSheet(countries: readonly { code: string }[], index: number): SheetCount[] {
  const few = 20;
  const count = (code: string, signatures: number): SheetCount => ({
    petition: "international",
    country: code,
    channel: "web",
    count: signatures,
  });
  const indexes = Array.from({ length: few }, (_, next) => (index * few + next) % countries.length);
  const others = indexes.map((next) => count(countries[next]?.code ?? "", 1));
  return [...others, count(countries[0]?.code ?? "", linesAtOnce - few)];
}
