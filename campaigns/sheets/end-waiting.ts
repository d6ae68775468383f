import type { Deps } from "../deps.ts";
import type { LineRef } from "../sealing/line-tokens.ts";

/** Ends the wait of an entry, first on its sheet, then by removing what was kept; safe to repeat. */
export async function endWaiting(
  deps: Pick<Deps, "database">,
  ref: LineRef,
  outcome: "expired" | "erased",
): Promise<void> {
  const place = `outcomes.${ref.line}`;
  await deps.database.sheets.updateOne(
    { _id: ref.sheet, [place]: "waiting" },
    { $set: { [place]: outcome } },
  );
  await deps.database.pending.deleteOne({ _id: ref });
}
