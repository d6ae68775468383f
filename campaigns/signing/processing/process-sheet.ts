import type { mongo, Types } from "mongoose";
import { inTransaction } from "../../platform/in-transaction.ts";
import { closeConfirmations } from "../confirmation/close-confirmations.ts";
import { endMerged } from "../confirmation/end-merged.ts";
import { holdForConfirmation } from "../confirmation/hold-for-confirmation.ts";
import type { ConfirmedLine } from "../confirmation/mark-confirmed.ts";
import type { Deps } from "../deps.ts";
import { type Placement, placeLines } from "../roll/place-lines.ts";
import { takeBack, type Withdrawal } from "../roll/take-back.ts";
import { searchKeys } from "../sheets/search-keys.ts";
import type { Outcome, Sheet, SheetCount } from "../sheets/sheet.model.ts";
import { countingDeltas, waitingDeltas, withdrawingDeltas } from "./sheet-deltas.ts";

type ProcessDeps = Pick<Deps, "database" | "jobs" | "now">;

/** The result of a sheet, as written on it. */
type Result = Pick<Sheet, "outcomes" | "slots" | "counts" | "takenFrom" | "deltas">;

/** A sheet that was processed: its result, and whether it gave rise to letters. */
type Processed = { result: Result; hasLetters: boolean };

/**
 * Processes one sheet: its lines are put on the roll, taken off it, or kept until confirmed, and the sheet gets its
 * result. Every step may run twice, alone or concurrently, with the effect of once.
 */
export async function processSheet(deps: ProcessDeps, id: Types.ObjectId): Promise<"processed" | "skipped"> {
  const sheet = await deps.database.sheets.findOne({ _id: id });
  if (!sheet || sheet.state === "folded") return "skipped";
  if (sheet.state === "processed") {
    deps.jobs.sheetProcessed(sheet.campaign);
    return "skipped";
  }
  const processed = (await processFreely(deps, sheet)) ?? (await processInTransaction(deps, sheet));
  if (!processed) return "skipped";
  if (changesSums(processed.result)) deps.jobs.sheetProcessed(sheet.campaign);
  if (processed.hasLetters) deps.jobs.lettersDue();
  return "processed";
}

/** The usual case: no matter who processes the sheet and when, the result is the same. Undefined otherwise. */
async function processFreely(deps: ProcessDeps, sheet: Sheet): Promise<Processed | undefined> {
  const processed = await processLines(deps, sheet);
  if (processed) await writeResult(deps, sheet, processed.result);
  return processed;
}

/** What depends on timing is done in one transaction with writing the result; undefined when another run did it. */
async function processInTransaction(deps: ProcessDeps, sheet: Sheet): Promise<Processed | undefined> {
  return inTransaction(deps.database, async (session) => {
    const left = await deps.database.sheets.findOne(
      { _id: sheet._id, state: "received" },
      { session, projection: { _id: 1 } },
    );
    const processed = left ? await processLines(deps, sheet, session) : undefined;
    if (processed) await writeResult(deps, sheet, processed.result, session);
    return processed;
  });
}

async function writeResult(
  deps: ProcessDeps,
  sheet: Sheet,
  result: Result,
  session?: mongo.ClientSession,
): Promise<void> {
  const state = changesSums(result) ? "processed" : "folded";
  await deps.database.sheets.updateOne(
    { _id: sheet._id, state: "received" },
    { $set: { ...result, searchKeys: searchKeys(sheet), state }, $unset: { sealed: "" } },
    session ? { session } : {},
  );
}

/** A sheet of withdrawals that came too late has nothing to fold. */
function changesSums({ counts, deltas }: Result): boolean {
  return Boolean(counts?.length) || Object.keys(deltas ?? {}).length > 0;
}

async function processLines(
  deps: ProcessDeps,
  sheet: Sheet,
  session?: mongo.ClientSession,
): Promise<Processed | undefined> {
  switch (sheet.kind) {
    case "confirming": {
      if (!session) return undefined;
      await holdForConfirmation(deps, sheet, session);
      const outcomes = sheet.lines.map((): Outcome => "waiting");
      return { result: { outcomes, counts: [], deltas: waitingDeltas(sheet) }, hasLetters: true };
    }
    case "counting": {
      const placements = await placeLines(deps, sheet, session);
      if (!placements) return undefined;
      const { confirmed, hasLetters } = await closeConfirmations(deps, sheet, placements);
      await endMerged(deps, sheet);
      return { result: countingResult(sheet, placements, confirmed), hasLetters };
    }
    case "withdrawing": {
      if (!session) return undefined;
      const withdrawals = await takeBack(deps, sheet, session);
      return { result: withdrawingResult(withdrawals), hasLetters: false };
    }
  }
}

function countingResult(sheet: Sheet, placements: Placement[], confirmed: readonly ConfirmedLine[]): Result {
  const counts = sumCounts(
    sheet.lines.flatMap(({ petition, country }, index) =>
      placements[index]?.outcome === "counted" ? { petition, country, channel: sheet.channel, count: 1 } : [],
    ),
  );
  const outcomes = placements.map(({ outcome }) => outcome);
  const result: Result = { outcomes, counts, deltas: countingDeltas(sheet, placements, confirmed) };
  if (sheet.lines.some((line) => line.nameKey)) result.slots = placements.map(({ slot }) => slot);
  return result;
}

function withdrawingResult(withdrawals: Withdrawal[]): Result {
  return {
    outcomes: withdrawals.map(({ outcome }) => outcome),
    counts: sumCounts(withdrawals.flatMap(({ count }) => count ?? [])),
    takenFrom: withdrawals.map(({ count }) =>
      count ? { petition: count.petition, country: count.country } : null,
    ),
    deltas: withdrawingDeltas(withdrawals),
  };
}

function sumCounts(single: SheetCount[]): SheetCount[] {
  const sums = new Map<string, SheetCount>();
  for (const count of single) {
    const name = `${count.petition}/${count.country}/${count.channel}`;
    const sum = sums.get(name);
    if (sum) sum.count += count.count;
    else sums.set(name, { ...count });
  }
  return [...sums.values()];
}
