import { rollRange, signatureId } from "../../petitions/person.ts";
import { atOneMoment, type Moment } from "../../platform/at-one-moment.ts";
import type { Database } from "../deps.ts";
import type { Signature } from "../roll/signature.model.ts";
import type { Sheet, SheetCount } from "../sheets/sheet.model.ts";
import { type RollGroup, readCountedSums } from "./recount-sums.ts";

/** A count on which the tallies and the roll disagree. */
export type Drift = { where: string; roll: number; tallies: number };

/** The result of a recount: `drift` is empty when total, tallies, sums and roll agree everywhere. */
export type Recount = { roll: number; total: number; unfolded: number; drift: Drift[] };

/** Counts by petition/country/channel. */
export type Counts = Map<string, number>;

/**
 * What the roll should contain according to the tallies, plus the sheets in progress; `drift` is between tallies and
 * total.
 */
type Expectation = { byKey: Counts; total: number; unfolded: number; drift: Drift[] };

/**
 * Counts a campaign's roll and compares it with tallies and total, key by key, in one snapshot. Sheets in progress
 * at that moment are looked up on the roll, so the comparison is exact while people sign.
 */
export async function recountRoll(database: Database, campaign: number): Promise<Recount> {
  return atOneMoment(database, async (moment) => {
    const expected = await expectRoll(database, campaign, moment);
    const groups = await groupRoll(database, campaign, moment);
    const roll = collect(groups);
    const sums = await readCountedSums(database, campaign, moment, groups);
    const { total, unfolded } = expected;
    const drift = [
      ...compareCounts(roll, expected.byKey),
      ...expected.drift,
      ...differences("", sums.expected, sums.stored),
    ];
    return { roll: sum(roll), total, unfolded, drift };
  });
}

async function expectRoll(database: Database, campaign: number, moment: Moment): Promise<Expectation> {
  const unfolded = await countUnfolded(database, campaign, moment);
  const { byKey, ...folded } = await readFolded(database, campaign, moment);
  return { ...folded, byKey: add(add(new Map(), byKey), unfolded), unfolded: sum(unfolded) };
}

/** What was folded of a campaign at a moment: by key, in all, and as leaves of its log. */
export type Folded = Omit<Expectation, "unfolded"> & { leaves: number };

/** Reads what was folded, and where tallies and total disagree. */
export async function readFolded(database: Database, campaign: number, moment: Moment): Promise<Folded> {
  const tallies = await countTallies(database, campaign, moment);
  const total = await database.totals.findOne({ _id: campaign }, moment);
  return {
    byKey: tallies,
    total: total?.total ?? 0,
    leaves: total?.leaves ?? 0,
    drift: differences("sum of tallies by ", sumParts(tallies), totalParts(total)),
  };
}

/** The counts of the roll that differ from the expected ones. */
export function compareCounts(roll: Counts, expected: Counts): Drift[] {
  return differences("", roll, expected);
}

/** One pass over the roll, for both tallies and sums. */
async function groupRoll(database: Database, campaign: number, moment: Moment): Promise<RollGroup[]> {
  const { from, to } = rollRange(campaign);
  const fields = ["petition", "country", "channel", "locale", "version", "source"];
  const alike = Object.fromEntries(fields.map((field) => [field, `$${field}`]));
  const groups = database.signatures.aggregate<RollGroup>(
    [
      { $match: { _id: { $gte: from, $lt: to }, state: "counted" } },
      { $group: { _id: alike, count: { $sum: 1 } } },
      { $replaceWith: { $mergeObjects: ["$_id", { count: "$count" }] } },
    ],
    // In storage order: in key order every signature would be on another page.
    { ...moment, hint: { $natural: 1 }, allowDiskUse: true },
  );
  return groups.toArray();
}

async function countTallies(database: Database, campaign: number, moment: Moment): Promise<Counts> {
  const groups = database.tallies.aggregate<Omit<RollGroup, "locale" | "version">>(
    [
      { $match: { campaign } },
      {
        $group: {
          _id: { petition: "$petition", country: "$country", channel: "$channel" },
          count: { $sum: "$count" },
        },
      },
      { $replaceWith: { $mergeObjects: ["$_id", { count: "$count" }] } },
    ],
    moment,
  );
  return collect(await groups.toArray());
}

/** What sheets that are not folded yet have done to the roll so far. */
async function countUnfolded(database: Database, campaign: number, moment: Moment): Promise<Counts> {
  const counts: Counts = new Map();
  const sheets = database.sheets.find(
    { state: { $in: ["received", "processed"] }, campaign },
    { ...moment, projection: { sealed: 0 } },
  );
  for await (const sheet of sheets) {
    for (const effect of sheet.counts ?? (await readEffects(database, sheet, moment))) {
      bump(counts, tallyKey(effect), effect.count);
    }
  }
  return counts;
}

async function readEffects(database: Database, sheet: Sheet, moment: Moment): Promise<SheetCount[]> {
  if (sheet.kind === "confirming") return [];
  const ids = sheet.lines.flatMap(({ person }) => [signatureId(person, 0), signatureId(person, 1)]);
  const touched = await database.signatures
    .find({ _id: { $in: ids } }, { ...moment, projection: { sealed: 0 } })
    .toArray();
  return touched.flatMap((signature) => effectsOn(signature, sheet));
}

function effectsOn(signature: Signature, sheet: Sheet): SheetCount[] {
  const moves = signature.moves ?? [];
  const effects = moves
    .filter((move) => move.sheet.equals(sheet._id))
    .map((move): SheetCount => ({ ...tallyFields(move), count: move.to === "counted" ? 1 : -1 }));
  // Where it was first counted: the first move says so, if there is one.
  if (signature.sheet.equals(sheet._id)) effects.push({ ...tallyFields(moves[0] ?? signature), count: 1 });
  return effects;
}

function tallyFields({ petition, country, channel }: Omit<SheetCount, "count">): Omit<SheetCount, "count"> {
  return { petition, country, channel };
}

/** The key of a count in the tallies. */
export function tallyKey({
  petition,
  country,
  channel,
}: {
  petition: string;
  country: string;
  channel: string;
}): string {
  return `${petition}/${country}/${channel}`;
}

function collect(groups: readonly Omit<RollGroup, "locale" | "version">[]): Counts {
  const counts: Counts = new Map();
  for (const group of groups) bump(counts, tallyKey(group), group.count);
  return counts;
}

function bump(counts: Counts, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}

function add(counts: Counts, more: Counts): Counts {
  for (const [name, count] of more) bump(counts, name, count);
  return counts;
}

function sum(counts: Counts): number {
  return counts.values().reduce((total, count) => total + count, 0);
}

/** Where two counts differ; `label` is put before the key. */
export function differences(label: string, one: Counts, other: Counts): Drift[] {
  return [...new Set([...one.keys(), ...other.keys()])]
    .map((where) => ({
      where: `${label}${where}`,
      roll: one.get(where) ?? 0,
      tallies: other.get(where) ?? 0,
    }))
    .filter(({ roll, tallies }) => roll !== tallies);
}

/** The totals by country and channel, computed from the tallies. */
function sumParts(tallies: Counts): Counts {
  const parts: Counts = new Map([["total", 0]]);
  for (const [where, count] of tallies) {
    const [petition = "", country = "", channel = ""] = where.split("/");
    bump(parts, "total", count);
    bump(parts, `petition ${petition}`, count);
    bump(parts, `country ${country}`, count);
    bump(parts, `channel ${channel}`, count);
  }
  return parts;
}

function totalParts(
  total: { total: number; byPetition: object; byCountry: object; byChannel: object } | null,
): Counts {
  const parts: Counts = new Map([["total", total?.total ?? 0]]);
  const take = (label: string, counts: object) => {
    for (const [name, count] of Object.entries(counts)) bump(parts, `${label} ${name}`, Number(count));
  };
  take("petition", total?.byPetition ?? {});
  take("country", total?.byCountry ?? {});
  take("channel", total?.byChannel ?? {});
  return parts;
}
