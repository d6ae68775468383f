import type { mongo } from "mongoose";
import type { Deps } from "../deps.ts";
import { buildWaitEnd } from "./build-wait-end.ts";
import type { Pending } from "./pending.model.ts";

const atOnce = 500;

/**
 * Ends the wait of all entries that fit, first on their sheets, then by removing what was kept; safe to repeat, each
 * counts once. Returns how many.
 */
export async function endWaiting(
  { database }: Pick<Deps, "database">,
  filter: mongo.Filter<Pending>,
  outcome: "expired" | "erased",
): Promise<number> {
  let ended = 0;
  for (;;) {
    const some = await database.pending
      .find(filter, { projection: { entry: 1 } })
      .limit(atOnce)
      .toArray();
    if (some.length === 0) return ended;
    const changes = some.map(({ _id: ref, entry }) =>
      // Only people who signed on the web are asked to confirm.
      buildWaitEnd(ref, { ...entry, channel: "web" }, outcome),
    );
    await database.sheets.bulkWrite(
      changes.map((updateOne) => ({ updateOne })),
      { ordered: false },
    );
    await database.pending.deleteMany({ _id: { $in: some.map(({ _id }) => _id) } });
    ended += some.length;
  }
}
