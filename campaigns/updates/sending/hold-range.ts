import { type mongo, Types } from "mongoose";
import type { Deps } from "../deps.ts";
import type { Dispatch } from "../dispatch.model.ts";
import type { DispatchRange } from "../range.model.ts";
import type { Update } from "../update.model.ts";
import { type Hold, settleDispatches } from "./settle-dispatches.ts";

type HoldDeps = Pick<Deps, "database" | "now">;

/** How long a worker may be silent before another takes its range over, in milliseconds. */
export const lease = 20_000;

/** Prolongs a hold while its worker lives, also while a mail server keeps it waiting; gives what ends that. */
export function keepHold({ database, now }: HoldDeps, { range, holder }: Hold): () => void {
  const beat = setInterval(() => {
    const heldUntil = new Date(now().getTime() + lease);
    // Whoever lost the hold hears of it when settling.
    database.dispatchRanges.updateOne({ _id: range, holder }, { $set: { heldUntil } }).catch(() => undefined);
  }, lease / 4);
  return () => clearInterval(beat);
}

/** A range that this worker holds, under a name that no other run has. */
export type HeldRange = { range: DispatchRange; hold: Hold };

/** The dispatches of a range. */
export function inRange(
  { _id, first, last }: DispatchRange,
  update: Update,
  after?: Buffer,
): mongo.Filter<Dispatch> {
  return {
    _id: { ...(after ? { $gt: after } : { $gte: first }), $lte: last },
    ...(update.audience.to === "unconfirmed" && { range: _id.number }),
  };
}

/**
 * Takes a range that nobody holds; undefined when somebody does or nothing is left to do. What a worker that fell silent had
 * claimed may have gone out or not: it becomes uncertain, and nobody sends it by himself again.
 */
export async function takeRange(
  deps: HoldDeps,
  update: Update,
  number: number,
): Promise<HeldRange | undefined> {
  const at = deps.now();
  const hold = {
    range: { update: update._id, number },
    holder: new Types.ObjectId(),
    heldUntil: new Date(at.getTime() + lease),
  };
  const range = await deps.database.dispatchRanges.findOneAndUpdate(
    {
      _id: hold.range,
      state: "open",
      dueAt: { $lte: at },
      $or: [{ heldUntil: { $exists: false } }, { heldUntil: { $lt: at } }],
    },
    { $set: { holder: hold.holder, heldUntil: hold.heldUntil } },
  );
  if (!range) return undefined;
  if (range.holder) await loseClaims(deps, update, range);
  return { range, hold };
}

async function loseClaims(deps: HoldDeps, update: Update, range: DispatchRange): Promise<void> {
  const claimed = await deps.database.dispatches
    .find({ ...inRange(range, update), state: "claimed" }, { projection: { _id: 1 } })
    .toArray();
  const ids = claimed.map(({ _id }) => _id);
  const reason = "the worker that sent it stopped before it knew";
  await settleDispatches(deps, update._id, [{ ids, from: "claimed", to: "uncertain", reason }]);
}

/** Gives a range back: done, or open until there is something to do on it again. */
export async function releaseRange(
  { database }: HoldDeps,
  { range, holder }: Hold,
  end: { state: "done" } | { state: "open"; dueAt: Date },
): Promise<void> {
  await database.dispatchRanges.updateOne(
    { _id: range, holder },
    { $set: end, $unset: { holder: "", heldUntil: "" } },
  );
}
