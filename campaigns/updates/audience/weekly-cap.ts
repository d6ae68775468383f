import { type Types, trusted } from "mongoose";
import { week } from "../../platform/durations.ts";
import type { Deps } from "../deps.ts";
import { dispatchId, readDispatchId } from "../dispatch.model.ts";
import type { Update } from "../update.model.ts";

/**
 * Finds those of an update's claimed dispatches whose reader has already had the maximum of the campaign's updates
 * within a week. Claims of other updates count as mails, so that two at once can't both use the last one.
 */
export async function findOverCap(
  { database, now }: Pick<Deps, "database" | "now">,
  update: Pick<Update, "_id" | "campaign">,
  ids: readonly Buffer[],
  most: number,
): Promise<Buffer[]> {
  const since = new Date(now().getTime() - week);
  const others = await findRecent(database, update, since);
  if (others.length < most) return [];
  const supporters = new Map<string, Buffer>();
  for (const id of ids) {
    const { supporter } = readDispatchId(id);
    for (const other of others) supporters.set(dispatchId(other, supporter).toString("latin1"), id);
  }
  const found = await database.dispatches
    .find(
      {
        _id: { $in: Array.from(supporters.keys(), (key) => Buffer.from(key, "latin1")) },
        state: { $in: ["claimed", "sent", "uncertain"] },
        at: { $gte: since },
      },
      { projection: { _id: 1 } },
    )
    .toArray();
  const counts = new Map<Buffer, number>();
  for (const { _id } of found) {
    const id = supporters.get(_id.toString("latin1"));
    if (id) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count >= most).map(([id]) => id);
}

/** Other updates of the campaign that may have reached somebody since then. */
async function findRecent(
  database: Deps["database"],
  { _id, campaign }: Pick<Update, "_id" | "campaign">,
  since: Date,
): Promise<Types.ObjectId[]> {
  const recent = await database.updates
    .find({
      campaign,
      _id: trusted({ $ne: _id }),
      startedAt: trusted({ $exists: true }),
      $or: [{ endedAt: trusted({ $exists: false }) }, { endedAt: trusted({ $gte: since }) }],
    })
    .select({ _id: 1 })
    .lean();
  return recent.map((other) => other._id);
}
