import type { mongo, Types } from "mongoose";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import { type DeltaKind, type DeltaScope, deltaKey } from "../sheets/count-deltas.ts";
import type { Sheet } from "../sheets/sheet.model.ts";

/** How a line's wait for its confirmation can end without one. */
export type End = Extract<DeltaKind, "expired" | "erased">;

/** One conditional change of a sheet. */
export type SheetChange = {
  filter: mongo.Filter<Sheet>;
  update: { $set: Record<string, string | Types.ObjectId>; $inc: Record<string, number> };
};

/**
 * The change that ends a line's wait on its sheet without a confirmation. It happens only once, because it requires
 * the previous state, and it reaches the sums because the same change adds its delta and marks the sheet to be
 * folded again.
 */
export function buildWaitEnd({ sheet, line }: LineRef, scope: DeltaScope, to: End): SheetChange {
  const outcome = `outcomes.${line}`;
  return {
    filter: { _id: sheet, [outcome]: "waiting" },
    update: {
      $set: { [outcome]: to, state: "processed" },
      $inc: { [`deltas.${deltaKey(scope, to)}`]: 1 },
    },
  };
}
