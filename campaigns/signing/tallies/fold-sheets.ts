import type { mongo } from "mongoose";
import { hour, minute } from "../../platform/durations.ts";
import { inTransaction } from "../../platform/in-transaction.ts";
import type { Database } from "../deps.ts";
import type { Sheet } from "../sheets/sheet.model.ts";
import { addSums } from "./add-sums.ts";
import { GatheredSums } from "./gather-sums.ts";
import type { Tally } from "./tally.model.ts";
import type { Milestone, Total } from "./total.model.ts";

type Deps = { database: Database; now: () => Date };

/** What a fold did. */
export type Fold = { sheets: number; total: number; milestones: Milestone[] };

/** A tally as a fold sums it. */
type SummedTally = Tally & { minutes: Record<string, number> };

type CountedSheet = Pick<Sheet, "_id" | "at" | "counts" | "deltas">;

/**
 * Sheets folded in one transaction: a few thousand keep it far below its time limit. Each time that it has to start
 * over, because a line on one of them stopped waiting, it takes half as many: so it gets on whatever happens.
 */
const sheetsAtOnce = 2_000;
const fewestAtOnce = 20;

/**
 * Deltas folded in one transaction: strangers can make up source codes, and each has its own document. A sheet has
 * at most a thousand.
 */
const termsAtOnce = 5_000;

/**
 * Adds a campaign's processed sheets to its tallies, total and sums, and marks them as folded in the same
 * transaction: a sheet is included in the tallies exactly if it says so. Two concurrent folds conflict, and the
 * later one finds nothing left.
 */
export async function foldSheets(deps: Deps, campaign: number): Promise<Fold> {
  const fold: Fold = { sheets: 0, total: 0, milestones: [] };
  let more = true;
  while (more) {
    const part = await foldSome(deps, campaign);
    fold.sheets += part.sheets;
    fold.total = part.total;
    fold.milestones.push(...part.milestones);
    more = part.more;
  }
  return fold;
}

async function foldSome({ database, now }: Deps, campaign: number): Promise<Fold & { more: boolean }> {
  let most = sheetsAtOnce * 2;
  return inTransaction(database, async (session) => {
    most = Math.max(Math.floor(most / 2), fewestAtOnce);
    const found: CountedSheet[] = await database.sheets
      .find({ state: "processed", campaign }, { session, projection: { at: 1, counts: 1, deltas: 1 } })
      .batchSize(most)
      .limit(most)
      .toArray();
    if (found.length === 0)
      return { sheets: 0, total: await readTotal(database, campaign, session), milestones: [], more: false };
    const { sheets, gathered } = gatherSome(campaign, found);
    const tallies = sumTallies(campaign, sheets);
    await addTallies(database, tallies, session);
    await addSums(database, gathered, session);
    const leaves = sheets.reduce((sum, sheet) => sum + countLeaves(sheet), 0);
    const total = await addTotal(database, { campaign, tallies, leaves, asOf: now() }, session);
    await markFolded(database, sheets, (total.leaves ?? 0) - leaves, session);
    const milestones = await markMilestones(database, total, now(), session);
    const more = sheets.length < found.length || found.length === most;
    return { sheets: sheets.length, total: total.total, milestones, more };
  });
}

/** Picks as many of the sheets as one transaction should fold. */
function gatherSome(
  campaign: number,
  found: CountedSheet[],
): { sheets: CountedSheet[]; gathered: GatheredSums } {
  const gathered = new GatheredSums(campaign);
  const sheets: CountedSheet[] = [];
  for (const sheet of found) {
    if (gathered.size > termsAtOnce) break;
    gathered.addSheet(sheet);
    sheets.push(sheet);
  }
  return { sheets, gathered: gathered.spread() };
}

/** Sheets that changed the roll get the next places in the log, so that log, tallies and total can't part. */
async function markFolded(
  database: Database,
  sheets: readonly CountedSheet[],
  firstPlace: number,
  session: mongo.ClientSession,
): Promise<void> {
  let place = firstPlace;
  const marks = sheets.map((sheet) => {
    const leaves = countLeaves(sheet);
    const $set = { state: "folded" as const, ...(leaves > 0 && { log: place }) };
    place += leaves;
    return {
      updateOne: {
        filter: { _id: sheet._id, state: "processed" as const },
        update: { $set, $unset: { deltas: "" as const } },
      },
    };
  });
  const marked = await database.sheets.bulkWrite(marks, { session, ordered: false });
  if (marked.modifiedCount !== sheets.length)
    throw new Error("Another fold took some of these sheets: this one is undone.");
}

/** A leaf stands for each line that put a signature on the roll or took one off it; a sheet does only one of both. */
function countLeaves({ counts }: CountedSheet): number {
  return (counts ?? []).reduce((sum, { count }) => sum + Math.abs(count), 0);
}

function sumTallies(campaign: number, sheets: CountedSheet[]): SummedTally[] {
  const sums = new Map<string, SummedTally>();
  for (const { at, counts } of sheets) {
    const from = new Date(Math.floor(at.getTime() / hour) * hour);
    const minuteOfHour = Math.floor((at.getTime() - from.getTime()) / minute);
    for (const { petition, country, channel, count } of counts ?? []) {
      const _id = `${campaign}/${petition}/${country}/${channel}/${from.toISOString().slice(0, 13)}`;
      const known = sums.get(_id);
      const sum = known ?? { _id, campaign, petition, country, channel, hour: from, count: 0, minutes: {} };
      if (!known) sums.set(_id, sum);
      sum.count += count;
      sum.minutes[minuteOfHour] = (sum.minutes[minuteOfHour] ?? 0) + count;
    }
  }
  return [...sums.values()];
}

async function addTallies(
  database: Database,
  tallies: SummedTally[],
  session: mongo.ClientSession,
): Promise<void> {
  if (tallies.length === 0) return;
  await database.tallies.bulkWrite(
    tallies.map(({ _id, count, minutes, ...identity }) => {
      const byMinute = Object.entries(minutes).map(([name, sum]) => [`minutes.${name}`, sum]);
      const $inc = { count, ...Object.fromEntries(byMinute) };
      return { updateOne: { filter: { _id }, update: { $inc, $setOnInsert: identity }, upsert: true } };
    }),
    { session, ordered: false },
  );
}

type Folded = { campaign: number; tallies: readonly Tally[]; leaves: number; asOf: Date };

async function addTotal(
  database: Database,
  { campaign, tallies, leaves, asOf }: Folded,
  session: mongo.ClientSession,
): Promise<Total> {
  const sums: Record<string, number> = { total: 0, leaves };
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

/** Records the goals that the total has reached for the first time. */
async function markMilestones(
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
