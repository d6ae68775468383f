import type { Campaign } from "../petitions/campaign.ts";
import { inTransaction } from "../platform/in-transaction.ts";
import { hashLeaf } from "../platform/tree-hash.ts";
import type { Deps } from "./deps.ts";
import { type LoggedSheet, leavesOf } from "./leaf.ts";
import type { Log } from "./log.model.ts";
import { readLoggedSheets } from "./read-logged-sheets.ts";
import { storedTiles } from "./stored-tiles.ts";
import { tileKey } from "./tile.model.ts";
import { extendTiles } from "./tiles.ts";

type ExtendDeps = Pick<Deps, "database" | "publicUrl">;

/** Leaves that are added in one transaction: some forty tiles. */
const leavesAtOnce = 10_000;

/**
 * Hashes the leaves of all sheets that were folded since the last time into the log's tiles. It may be cut off anywhere
 * and run beside itself: each part of it is one transaction, and what comes too late changes nothing.
 * @throws Error when a leaf is missing between others, or the catalogue lacks a wording that was signed.
 */
export async function extendLog(deps: ExtendDeps, campaign: Campaign): Promise<Log> {
  let log = await openLog(deps, campaign);
  let leaves: Buffer[] = [];
  for await (const sheet of readLoggedSheets(deps.database, campaign, log.size)) {
    leaves.push(...hashSheet(campaign, sheet, log.size + leaves.length));
    if (leaves.length < leavesAtOnce) continue;
    const grown = await addLeaves(deps, log, leaves);
    if (!grown) return openLog(deps, campaign);
    log = grown;
    leaves = [];
  }
  if (leaves.length === 0) return log;
  return (await addLeaves(deps, log, leaves)) ?? openLog(deps, campaign);
}

/** A log is called by the host that people know when it begins, and keeps that name. */
async function openLog(deps: ExtendDeps, campaign: Campaign): Promise<Log> {
  const { database } = deps;
  const { ordinal } = campaign;
  const known = await database.logs.findOne({ _id: ordinal });
  if (known) return known;
  const begun: Omit<Log, "_id"> = { origin: newOrigin(deps, campaign), size: 0 };
  const log = await database.logs.findOneAndUpdate(
    { _id: ordinal },
    { $setOnInsert: begun },
    { upsert: true, returnDocument: "after" },
  );
  return log ?? { _id: ordinal, ...begun };
}

/** The name of a log that begins now. */
export function newOrigin({ publicUrl }: Pick<Deps, "publicUrl">, { slug }: Pick<Campaign, "slug">): string {
  return `${new URL(publicUrl).host}/${slug}`;
}

function hashSheet(campaign: Campaign, sheet: LoggedSheet, expected: number): Buffer[] {
  if (sheet.log !== expected) {
    throw new Error(
      `Leaf ${expected} of the log of ${campaign.slug} is missing: the next sheet, ${sheet._id}, begins with leaf ${sheet.log}.`,
    );
  }
  return leavesOf(campaign, sheet).map(({ text }) => hashLeaf(Buffer.from(text)));
}

/** Adds leaves to the tiles; undefined when another process was faster. */
async function addLeaves(
  { database }: ExtendDeps,
  log: Log,
  leaves: readonly Buffer[],
): Promise<Log | undefined> {
  const changed = await extendTiles(storedTiles(database, log._id), log.size, leaves);
  const size = log.size + leaves.length;
  return inTransaction(database, async (session) => {
    const mine = { _id: log._id, size: log.size };
    const moved = await database.logs.updateOne(mine, { $set: { size } }, { session });
    if (moved.modifiedCount === 0) return undefined;
    const writes = changed.map(({ hashes, ...at }) => ({
      updateOne: { filter: { _id: tileKey(log._id, at) }, update: { $set: { hashes } }, upsert: true },
    }));
    await database.logTiles.bulkWrite(writes, { session, ordered: false });
    return { ...log, size };
  });
}
