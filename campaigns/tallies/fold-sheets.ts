import type { mongo, Types } from "mongoose";
import type { Database } from "../database.ts";
import { inTransaction } from "../in-transaction.ts";
import type { Sheet } from "../sheets/sheet.model.ts";
import type { Tally } from "./tally.model.ts";
import type { Milestone, Total } from "./total.model.ts";

type Deps = { database: Database; now: () => Date };

/** What a fold did. */
export type Fold = { sheets: number; total: number; milestones: Milestone[] };

type CountedSheet = Pick<Sheet, "_id" | "at" | "counts">;

/** Sheets folded in one transaction: some thousand sheets keep it far below its time limit. */
const sheetsAtOnce = 2_000;

const hour = 3_600_000;

/**
 * Adds the processed sheets of a campaign to its tallies and total, and marks them folded in the same transaction: a
 * sheet is in the tallies exactly if it says so. Two folds at once conflict, and the later one finds nothing left.
 */
export async function foldSheets(deps: Deps, campaign: number): Promise<Fold> {
  const fold: Fold = { sheets: 0, total: 0, milestones: [] };
  let more = true;
  while (more) {
    const part = await foldSome(deps, campaign);
    fold.sheets += part.sheets;
    fold.total = part.total;
    fold.milestones.push(...part.milestones);
    more = part.sheets === sheetsAtOnce;
  }
  return fold;
}

async function foldSome({ database, now }: Deps, campaign: number): Promise<Fold> {
  return inTransaction(database, async (session) => {
    const sheets: CountedSheet[] = await database.sheets
      .find({ state: "processed", campaign }, { session, projection: { at: 1, counts: 1 } })
      .limit(sheetsAtOnce)
      .toArray();
    if (sheets.length === 0)
      return { sheets: 0, total: await readTotal(database, campaign, session), milestones: [] };
    await markFolded(
      database,
      sheets.map(({ _id }) => _id),
      session,
    );
    const tallies = sumTallies(campaign, sheets);
    await addTallies(database, tallies, session);
    const total = await addTotal(database, campaign, tallies, now(), session);
    const milestones = await raiseMilestones(database, total, now(), session);
    return { sheets: sheets.length, total: total.total, milestones };
  });
}

async function markFolded(
  database: Database,
  ids: Types.ObjectId[],
  session: mongo.ClientSession,
): Promise<void> {
  const marked = await database.sheets.updateMany(
    { _id: { $in: ids }, state: "processed" },
    { $set: { state: "folded" } },
    { session },
  );
  if (marked.modifiedCount !== ids.length)
    throw new Error("Another fold took some of these sheets: this one is undone.");
}

function sumTallies(campaign: number, sheets: CountedSheet[]): Tally[] {
  const sums = new Map<string, Tally>();
  for (const { at, counts } of sheets) {
    const from = new Date(Math.floor(at.getTime() / hour) * hour);
    for (const { petition, country, channel, count } of counts ?? []) {
      const _id = `${campaign}/${petition}/${country}/${channel}/${from.toISOString().slice(0, 13)}`;
      const sum = sums.get(_id);
      if (sum) sum.count += count;
      else sums.set(_id, { _id, campaign, petition, country, channel, hour: from, count });
    }
  }
  return [...sums.values()];
}

async function addTallies(database: Database, tallies: Tally[], session: mongo.ClientSession): Promise<void> {
  await database.tallies.bulkWrite(
    tallies.map(({ _id, count, ...place }) => ({
      updateOne: { filter: { _id }, update: { $inc: { count }, $setOnInsert: place }, upsert: true },
    })),
    { session, ordered: false },
  );
}

async function addTotal(
  database: Database,
  campaign: number,
  tallies: Tally[],
  asOf: Date,
  session: mongo.ClientSession,
): Promise<Total> {
  const sums: Record<string, number> = { total: 0 };
  const add = (path: string, count: number) => {
    sums[path] = (sums[path] ?? 0) + count;
  };
  for (const { petition, country, channel, count } of tallies) {
    add("total", count);
    add(`byPetition.${petition}`, count);
    add(`byCountry.${country}`, count);
    add(`byChannel.${channel}`, count);
  }
  const total = await database.totals.findOneAndUpdate(
    { _id: campaign },
    { $inc: sums, $set: { asOf }, $setOnInsert: { milestones: [] } },
    { session, upsert: true, returnDocument: "after" },
  );
  if (!total) throw new Error("MongoDB gave no total back after adding to it.");
  return total;
}

/** Notes the goals that the total has reached for the first time. */
async function raiseMilestones(
  database: Database,
  total: Total,
  reachedAt: Date,
  session: mongo.ClientSession,
): Promise<Milestone[]> {
  const stored = await database.connection
    .collection<{ goals: number[] }>("campaigns")
    .findOne({ ordinal: total._id }, { session, projection: { goals: 1 } });
  const known = new Set(total.milestones.map(({ goal }) => goal));
  const reached = (stored?.goals ?? []).filter((goal) => goal <= total.total && !known.has(goal));
  if (reached.length === 0) return [];
  const milestones = reached.map((goal) => ({ goal, reachedAt }));
  await database.totals.updateOne(
    { _id: total._id },
    { $push: { milestones: { $each: milestones } } },
    { session },
  );
  return milestones;
}

async function readTotal(
  database: Database,
  campaign: number,
  session: mongo.ClientSession,
): Promise<number> {
  return (
    (await database.totals.findOne({ _id: campaign }, { session, projection: { total: 1 } }))?.total ?? 0
  );
}
