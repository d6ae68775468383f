import type { mongo } from "mongoose";
import { type Claim, newClaim, takeLease } from "../../platform/lease.ts";
import type { Deps } from "../deps.ts";
import type { Dispatch } from "../dispatch.model.ts";
import type { DispatchRange } from "../range.model.ts";
import type { Update } from "../update.model.ts";
import { settleDispatches } from "./settle-dispatches.ts";

type HoldDeps = Pick<Deps, "database" | "now">;

/** How long a worker may be silent before another takes its range over, in milliseconds. */
const longestSilence = 20_000;

/** A range that this worker holds. */
export type HeldRange = { range: DispatchRange; claim: Claim };

/** The dispatches of a range. */
export function inRange({ first, last }: DispatchRange, after?: Buffer): mongo.Filter<Dispatch> {
  return { _id: { ...(after ? { $gt: after } : { $gte: first }), $lte: last } };
}

/**
 * Takes a range that nobody holds; undefined when somebody does or nothing is left to do. What a worker that fell
 * silent had claimed may have gone out or not: it becomes uncertain, and nobody sends it by himself again.
 */
export async function takeRange(
  deps: HoldDeps,
  update: Update,
  number: number,
): Promise<HeldRange | undefined> {
  const claim = newClaim(longestSilence);
  const due = { _id: { update: update._id, number }, state: "open" as const, dueAt: { $lte: deps.now() } };
  const range = await takeLease(deps.database.dispatchRanges, due, claim);
  if (!range) return undefined;
  if (range.lease) await loseClaims(deps, update, range);
  return { range, claim };
}

async function loseClaims(deps: HoldDeps, update: Update, range: DispatchRange): Promise<void> {
  const claimed = await deps.database.dispatches
    .find({ ...inRange(range), state: "claimed" }, { projection: { _id: 1 } })
    .toArray();
  const ids = claimed.map(({ _id }) => _id);
  const reason = "the worker that sent it stopped before it knew";
  await settleDispatches(deps, update._id, [{ ids, from: "claimed", to: "uncertain", reason }]);
}
