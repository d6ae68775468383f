import type { Types } from "mongoose";
import { inTransaction } from "../../platform/in-transaction.ts";
import type { Deps } from "../deps.ts";
import { type DispatchState, dispatchRange, dispatchStates } from "../dispatch.model.ts";
import { type DispatchCounts, noCounts, type Update } from "../update.model.ts";

/** An update's counts according to its dispatches, and as stored; `drift` is empty when they agree. */
export type UpdateRecount = {
  planned: number;
  counts: DispatchCounts;
  drift: { state: DispatchState | "planned"; counted: number; found: number }[];
};

/** Counts an update's dispatches again and compares, in one snapshot; nothing is corrected. */
export async function recountUpdate(
  { database }: Pick<Deps, "database">,
  id: Types.ObjectId,
): Promise<UpdateRecount> {
  const { from, to } = dispatchRange(id);
  return inTransaction(database, async (session) => {
    const update = await database.updates.findById(id).session(session).lean<Update>();
    const found = await database.dispatches
      .aggregate<{ _id: DispatchState; count: number }>(
        [{ $match: { _id: { $gte: from, $lt: to } } }, { $group: { _id: "$state", count: { $sum: 1 } } }],
        { session },
      )
      .toArray();
    const counts = noCounts();
    for (const { _id, count } of found) counts[_id] = count;
    const planned = dispatchStates.reduce((sum, state) => sum + counts[state], 0);
    const compared = [
      { state: "planned" as const, counted: update?.planned ?? 0, found: planned },
      ...dispatchStates.map((state) => ({
        state,
        counted: update?.counts[state] ?? 0,
        found: counts[state],
      })),
    ];
    return { planned, counts, drift: compared.filter((one) => one.counted !== one.found) };
  });
}
