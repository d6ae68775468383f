import { trusted } from "mongoose";
import { unleased } from "../../platform/lease.ts";
import type { Deps } from "../deps.ts";

/** Ranges of one update that get a new job at a time. */
const mostAtOnce = 200;

/**
 * Finds updates that are due or in progress, and those of their ranges with something to do and nobody working on
 * them, and adds their jobs again. If Redis loses everything, this recovers it.
 */
export async function rescueUpdates({
  database,
  jobs,
  now,
}: Pick<Deps, "database" | "jobs" | "now">): Promise<number> {
  const at = now();
  const updates = await database.updates
    .find({
      $or: [
        { state: "approved", scheduledAt: trusted({ $lte: at }) },
        { state: "sending" },
        { state: "cancelled", endedAt: trusted({ $exists: false }) },
      ],
    })
    .select({ state: 1 })
    .lean();
  let found = 0;
  for (const { _id, state } of updates) {
    const ranges =
      state === "sending"
        ? await database.dispatchRanges
            .find(
              {
                "_id.update": _id,
                state: "open",
                dueAt: { $lte: at },
                ...unleased,
              },
              { projection: { _id: 1 } },
            )
            .sort({ dueAt: 1 })
            .limit(mostAtOnce)
            .toArray()
        : [];
    await jobs.updateLeft(
      _id,
      ranges.map((range) => range._id.number),
      at,
    );
    found += 1;
  }
  return found;
}
