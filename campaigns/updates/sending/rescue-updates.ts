import { trusted } from "mongoose";
import { unleased } from "../../platform/lease.ts";
import type { Deps } from "../deps.ts";

/** Ranges that get a job again at a time, for one update. */
const mostAtOnce = 200;

/**
 * Finds updates whose time has come or that are under way, and those of their ranges that have something to do and nobody
 * working on them, and adds their jobs again. Redis may lose everything: this brings it back.
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
