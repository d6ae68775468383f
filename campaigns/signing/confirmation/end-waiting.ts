import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import type { Deps } from "../deps.ts";
import type { TermPlace } from "../sheets/terms.ts";
import { endOfWait } from "./end-of-wait.ts";

/** Ends the wait of an entry, first on its sheet, then by removing what was kept; safe to repeat, it counts once. */
export async function endWaiting(
  deps: Pick<Deps, "database">,
  ref: LineRef,
  place: TermPlace,
  outcome: "expired" | "erased",
): Promise<void> {
  const { filter, update } = endOfWait(ref, place, { from: "waiting", to: outcome });
  await deps.database.sheets.updateOne(filter, update);
  await deps.database.pending.deleteOne({ _id: ref });
}
