import { setTimeout as wait } from "node:timers/promises";
import type { Database, Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { rollRange } from "#campaigns/petitions/person.ts";
import { prepareDatabase } from "#campaigns/platform/prepare-database.ts";
import type { Sheet } from "#campaigns/signing/sheets/sheet.model.ts";
import { waitUntilFolded } from "../replay/wait-until-folded.ts";
import type { MadeUpLine } from "./made-up-sheets.ts";

const sheetsAtOnce = 20;
const linesAtOnce = 500;
const lanes = 4;

/** Empties roll, sheets, tallies and total, so that every round starts from the same state. */
export async function startAfresh({ database, jobs }: Pick<Deps, "database" | "jobs">): Promise<void> {
  const { tallies } = jobs.queues;
  while ((await tallies.count()) + (await tallies.getActiveCount()) > 0) await wait(50);
  for (const name of ["signatures", "sheets", "tallies", "totals"] as const) await database[name].drop();
  await prepareDatabase(database);
}

/** Stores sheets as a server would have; this is not timed. */
export async function storeSheets({ database }: Pick<Deps, "database">, sheets: Sheet[]): Promise<void> {
  for (let start = 0; start < sheets.length; start += sheetsAtOnce)
    await database.sheets.insertMany(sheets.slice(start, start + sheetsAtOnce));
}

/** Adds the jobs of stored sheets and waits until the workers have them in the tallies; returns seconds. */
export async function countStored(
  { database, jobs }: Pick<Deps, "database" | "jobs">,
  sheets: Sheet[],
): Promise<number> {
  const startedAt = performance.now();
  await jobs.queues.sheets.addBulk(
    sheets.map(({ _id }) => {
      const sheetId = _id.toHexString();
      return { name: "sheets", data: { sheetId }, opts: { jobId: sheetId } };
    }),
  );
  await waitUntilFolded(database);
  return (performance.now() - startedAt) / 1_000;
}

/** Writes lines through the sheet writer while the workers count them; returns seconds until all are in the tallies. */
export async function writeAndCount(
  { database, sheets }: Pick<Deps, "database" | "sheets">,
  campaign: Campaign,
  lines: MadeUpLine[],
): Promise<number> {
  const batchKey = { campaign: campaign.ordinal, kind: "counting", channel: "web" } as const;
  const startedAt = performance.now();
  let next = 0;
  const writeSome = async () => {
    while (next < lines.length) {
      const part = lines.slice(next, next + linesAtOnce);
      next += linesAtOnce;
      await Promise.all(part.map(({ line, sealed }) => sheets.write(batchKey, line, sealed)));
    }
  };
  await Promise.all(Array.from({ length: lanes }, writeSome));
  await waitUntilFolded(database);
  return (performance.now() - startedAt) / 1_000;
}

/** A fast count that is wrong is worthless. @throws Error unless roll and total have as many as they should. */
export async function checkCount(database: Database, campaign: Campaign, persons: number): Promise<void> {
  const { from, to } = rollRange(campaign.ordinal);
  const roll = await database.signatures.countDocuments({ _id: { $gte: from, $lt: to } });
  const total = (await database.totals.findOne({ _id: campaign.ordinal }))?.total ?? 0;
  if (roll !== persons || total !== persons)
    throw new Error(`${persons} persons signed, ${roll} are on the roll and ${total} in the total.`);
}
