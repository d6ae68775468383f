import type { Types } from "mongoose";
import type { Deps } from "../deps.ts";
import { type Placement, placeLines } from "../roll/place-lines.ts";
import { takeBack } from "../roll/take-back.ts";
import { closeConfirmations } from "./close-confirmations.ts";
import { holdForConfirmation } from "./hold-for-confirmation.ts";
import type { Outcome, Sheet, SheetCount } from "./sheet.model.ts";

type ProcessDeps = Pick<Deps, "database" | "nudges" | "now">;

/** What a sheet came to, as it is written on it. */
type Result = Pick<Sheet, "outcomes" | "slots" | "counts">;

/**
 * Works off one sheet: its lines go onto the roll, off it, or wait for a confirmation, and the sheet gets its result.
 * Every step may run twice, alone or beside another run, with the effect of once.
 */
export async function processSheet(deps: ProcessDeps, id: Types.ObjectId): Promise<"processed" | "skipped"> {
  const sheet = await deps.database.sheets.findOne({ _id: id });
  if (!sheet || sheet.state === "folded") return "skipped";
  if (sheet.state === "processed") {
    deps.nudges.sheetProcessed(sheet.campaign);
    return "skipped";
  }
  const { result, letters } = await workOff(deps, sheet);
  const counts = result.counts ?? [];
  await deps.database.sheets.updateOne(
    { _id: id, state: "received" },
    // A sheet that changes no count has nothing to fold.
    { $set: { ...result, state: counts.length > 0 ? "processed" : "folded" }, $unset: { sealed: "" } },
  );
  if (counts.length > 0) deps.nudges.sheetProcessed(sheet.campaign);
  deps.nudges.lettersDue(letters);
  return "processed";
}

async function workOff(deps: ProcessDeps, sheet: Sheet): Promise<{ result: Result; letters: string[] }> {
  switch (sheet.kind) {
    case "confirming": {
      const letters = await holdForConfirmation(deps, sheet);
      return { result: { outcomes: sheet.lines.map((): Outcome => "waiting"), counts: [] }, letters };
    }
    case "counting": {
      const placements = await placeLines(deps, sheet);
      const letters = await closeConfirmations(deps, sheet, placements);
      return { result: countingResult(sheet, placements), letters };
    }
    case "withdrawing": {
      const withdrawals = await takeBack(deps, sheet);
      const counts = sumCounts(withdrawals.flatMap(({ count }) => count ?? []));
      return { result: { outcomes: withdrawals.map(({ outcome }) => outcome), counts }, letters: [] };
    }
  }
}

function countingResult(sheet: Sheet, placements: Placement[]): Result {
  const counts = sumCounts(
    sheet.lines.flatMap(({ petition, country }, place) =>
      placements[place]?.outcome === "counted" ? { petition, country, channel: sheet.channel, count: 1 } : [],
    ),
  );
  const result: Result = { outcomes: placements.map(({ outcome }) => outcome), counts };
  if (sheet.lines.some((line) => line.nameKey)) result.slots = placements.map(({ slot }) => slot);
  return result;
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
