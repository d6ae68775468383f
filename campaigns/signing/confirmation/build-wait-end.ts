import type { mongo } from "mongoose";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import { type DeltaKind, type DeltaScope, deltaKey } from "../sheets/count-deltas.ts";
import type { Sheet } from "../sheets/sheet.model.ts";

/** How a line's wait for its confirmation can end. */
export type End = Extract<DeltaKind, "confirmed" | "expired" | "erased">;

/** One conditional change of a sheet. */
export type SheetChange = {
  filter: mongo.Filter<Sheet>;
  update: { $set: Record<string, string>; $inc: Record<string, number> };
};

/**
 * The change that ends a line's wait on its sheet. It happens only once, because it requires the previous state, and
 * it reaches the sums because the same change adds its delta and marks the sheet to be folded again.
 */
export function buildWaitEnd(
  { sheet, line }: LineRef,
  scope: DeltaScope,
  { from, to }: { from: "waiting" | "expired" | "erased"; to: End },
): SheetChange {
  const outcome = `outcomes.${line}`;
  const undone = from === "waiting" ? {} : { [`deltas.${deltaKey(scope, from)}`]: -1 };
  return {
    filter: { _id: sheet, [outcome]: from },
    update: {
      $set: { [outcome]: to, state: "processed" },
      $inc: { ...undone, [`deltas.${deltaKey(scope, to)}`]: 1 },
    },
  };
}
