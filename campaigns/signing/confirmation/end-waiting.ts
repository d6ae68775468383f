import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import type { Deps } from "../deps.ts";
import type { DeltaScope } from "../sheets/count-deltas.ts";
import { buildWaitEnd } from "./build-wait-end.ts";

/** Ends the wait of an entry, first on its sheet, then by removing what was kept; safe to repeat, it counts once. */
export async function endWaiting(
  deps: Pick<Deps, "database">,
  ref: LineRef,
  scope: DeltaScope,
  outcome: "expired" | "erased",
): Promise<void> {
  const { filter, update } = buildWaitEnd(ref, scope, { from: "waiting", to: outcome });
  await deps.database.sheets.updateOne(filter, update);
  await deps.database.pending.deleteOne({ _id: ref });
}
