import type { mongo } from "mongoose";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import type { Sheet } from "../sheets/sheet.model.ts";
import { type Term, type TermPlace, termName } from "../sheets/terms.ts";

/** How a line's wait for its confirmation can end. */
export type End = Extract<Term, "confirmed" | "expired" | "erased">;

/** One guarded change of a sheet. */
export type SheetChange = {
  filter: mongo.Filter<Sheet>;
  update: { $set: Record<string, string>; $inc: Record<string, number> };
};

/**
 * The change that ends a line's wait on its sheet. It happens once, because it asks for what stood there before, and the
 * sums learn of it because the same change adds its term and makes the sheet one that has to be folded again.
 */
export function endOfWait(
  { sheet, line }: LineRef,
  place: TermPlace,
  { from, to }: { from: "waiting" | "expired" | "erased"; to: End },
): SheetChange {
  const outcome = `outcomes.${line}`;
  const undone = from === "waiting" ? {} : { [`terms.${termName(place, from)}`]: -1 };
  return {
    filter: { _id: sheet, [outcome]: from },
    update: {
      $set: { [outcome]: to, state: "processed" },
      $inc: { ...undone, [`terms.${termName(place, to)}`]: 1 },
    },
  };
}
