import { type Types, trusted } from "mongoose";
import type { Deps } from "../deps.ts";

/** Finishes an update that has nothing left to send; otherwise nothing changes. */
export async function finishUpdate(
  { database, now }: Pick<Deps, "database" | "now">,
  id: Types.ObjectId,
): Promise<void> {
  const over = { _id: id, "counts.queued": 0, "counts.claimed": 0 };
  const at = now();
  await database.updates.updateOne(
    { ...over, state: "sending", plannedAt: trusted({ $exists: true }) },
    { $set: { state: "sent", endedAt: at, changedAt: at } },
  );
  await database.updates.updateOne(
    { ...over, state: "cancelled", endedAt: trusted({ $exists: false }) },
    { $set: { endedAt: at } },
  );
}
