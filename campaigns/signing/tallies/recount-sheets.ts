import { rollRange } from "../../petitions/person.ts";
import { atOneMoment, type Moment } from "../../platform/at-one-moment.ts";
import type { Database } from "../deps.ts";
import type { Move } from "../roll/signature.model.ts";
import { type DeltaKind, readDeltaKey } from "../sheets/count-deltas.ts";
import type { Sheet } from "../sheets/sheet.model.ts";
import { GatheredSums } from "./gather-sums.ts";
import { type Drift, differences } from "./recount-roll.ts";
import { flattenGathered, isFlow, readStored } from "./recount-sums.ts";

/**
 * Counts what a campaign's sheets say about lines that are not signatures (repeats, those asked to confirm and what
 * became of them, withdrawals) and compares it with the sums, in one snapshot. It reads every sheet, which takes
 * minutes for millions.
 */
export async function recountSheets(database: Database, campaign: number): Promise<Drift[]> {
  return atOneMoment(database, async (moment) => {
    const gathered = new GatheredSums(campaign);
    const underWay = await readUnderWay(database, campaign, moment);
    const sheets = database.sheets.find(
      { campaign, outcomes: { $exists: true } },
      { ...moment, projection: { sealed: 0, slots: 0, "lines.person": 0 } },
    );
    for await (const sheet of sheets) addSheet(gathered, sheet, underWay);
    await addWithdrawals(database, campaign, moment, gathered);
    const expected = new Map([...flattenGathered(gathered.spread())].filter(([path]) => isFlow(path)));
    return differences("", expected, await readStored(database, campaign, moment, isFlow));
  });
}

/** Counting sheets without a result: what they confirmed so far is counted together with it. */
async function readUnderWay(
  database: Database,
  campaign: number,
  moment: Moment,
): Promise<ReadonlySet<string>> {
  const found = await database.sheets
    .find({ state: "received", campaign, kind: "counting" }, { ...moment, projection: { _id: 1 } })
    .toArray();
  return new Set(found.map(({ _id }) => _id.toHexString()));
}

function addSheet(gathered: GatheredSums, sheet: Sheet, underWay: ReadonlySet<string>): void {
  const pending = Object.entries(sheet.deltas ?? {}).map(([name, count]) => ({
    delta: readDeltaKey(name),
    count,
  }));
  for (const { delta, count } of pending) if (delta.kind !== "counted") gathered.addDelta(delta, -count);
  const taken = new Set<string>();
  for (const [index, line] of sheet.lines.entries()) {
    const { petition, country, locale, version, source = "" } = line;
    const of = { petition, country, channel: sheet.channel, locale, version: String(version), source };
    for (const kind of deltaKindsOfLine(sheet, index, underWay)) gathered.addDelta({ ...of, kind }, 1);
    if (sheet.kind !== "withdrawing") taken.add(petition);
  }
  const isNew = pending.some(({ delta }) => intake.has(delta.kind));
  if (!isNew) gathered.countSheet(taken);
}

const intake: ReadonlySet<DeltaKind> = new Set(["asked", "counted", "repeats"]);

function deltaKindsOfLine(
  { kind, lines, outcomes, confirmedBy }: Sheet,
  index: number,
  underWay: ReadonlySet<string>,
): DeltaKind[] {
  const outcome = outcomes?.[index];
  if (kind === "counting") {
    const found: DeltaKind[] = lines[index]?.confirms ? ["clicks"] : [];
    return outcome === "repeat" ? [...found, "repeats"] : found;
  }
  if (kind === "withdrawing") return [];
  const isUnderWay = underWay.has(confirmedBy?.[index]?.toHexString() ?? "");
  if (isUnderWay) return ["asked"];
  const ended = outcome === "confirmed" || outcome === "expired" || outcome === "erased";
  return ended ? ["asked", outcome] : ["asked"];
}

/** What a withdrawal subtracted is recorded on the signature: it may have changed since its owner asked. */
async function addWithdrawals(
  database: Database,
  campaign: number,
  moment: Moment,
  gathered: GatheredSums,
): Promise<void> {
  const { from, to } = rollRange(campaign);
  const moved = database.signatures.aggregate<Pick<Move, "petition" | "country"> & { count: number }>(
    [
      { $match: { _id: { $gte: from, $lt: to }, "moves.to": "withdrawn" } },
      { $unwind: "$moves" },
      { $match: { "moves.to": "withdrawn" } },
      { $group: { _id: { petition: "$moves.petition", country: "$moves.country" }, count: { $sum: 1 } } },
      { $project: { _id: 0, petition: "$_id.petition", country: "$_id.country", count: 1 } },
    ],
    { ...moment, hint: { $natural: 1 } },
  );
  const nowhere = { channel: "", version: "", locale: "", source: "" };
  for await (const { petition, country, count } of moved)
    gathered.addDelta({ ...nowhere, petition, country, kind: "withdrawn" }, count);
}
