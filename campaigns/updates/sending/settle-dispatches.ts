import type { mongo, Types } from "mongoose";
import { inTransaction } from "../../platform/in-transaction.ts";
import { type Claim, renewLease } from "../../platform/lease.ts";
import type { Deps } from "../deps.ts";
import { type Dispatch, type DispatchState, otherEnd } from "../dispatch.model.ts";
import type { DispatchRange } from "../range.model.ts";

/** The result of some dispatches that share a fate. */
export type Settlement = {
  ids: Buffer[];
  from: DispatchState;
  to: DispatchState;
  reason?: string | undefined;
  /** For those that go back into the queue: not before when, and whether this counts as an attempt. */
  dueAt?: Date | undefined;
  tried?: boolean | undefined;
  /** They wait for the morning. */
  isNight?: true | undefined;
};

/** Who settles: a worker while it holds the range. */
type Hold = { range: Pick<DispatchRange, "_id">; claim: Claim };

type SettleDeps = Pick<Deps, "database" | "now">;

/** The lease was lost: another worker has the range now, and records the results itself. */
export class HoldLost extends Error {}

/**
 * Writes to one update's counts are serialised within a process; MongoDB retries those that conflict with other
 * processes.
 */
const turns = new Map<string, Promise<unknown>>();

/**
 * Moves dispatches between states together with the update's counts, in one transaction: they add up to the planned
 * ones at every moment. The same transaction extends the lease. Throws HoldLost when it was lost: nothing is
 * written.
 */
export async function settleDispatches(
  deps: SettleDeps,
  update: Types.ObjectId,
  settlements: readonly Settlement[],
  hold?: Hold,
): Promise<void> {
  const some = settlements.filter(({ ids }) => ids.length > 0);
  if (some.length === 0) return;
  const key = update.toHexString();
  const turn = (turns.get(key) ?? Promise.resolve())
    .catch(() => undefined)
    .then(() => inTransaction(deps.database, (session) => write(deps, update, some, hold, session)));
  turns.set(key, turn);
  try {
    await turn;
  } finally {
    if (turns.get(key) === turn) turns.delete(key);
  }
}

async function write(
  { database, now }: SettleDeps,
  update: Types.ObjectId,
  settlements: readonly Settlement[],
  hold: Hold | undefined,
  session: mongo.ClientSession,
): Promise<void> {
  if (hold) {
    const { _id } = hold.range;
    const held = await renewLease(database.dispatchRanges, { _id }, hold.claim, { session });
    if (held === 0) throw new HoldLost("Another worker has taken the range over.");
  }
  const moved: Record<string, number> = {};
  const add = (state: DispatchState, count: number) => {
    moved[`counts.${state}`] = (moved[`counts.${state}`] ?? 0) + count;
  };
  const at = now();
  for (const settlement of settlements) {
    const { ids, from, to } = settlement;
    const { modifiedCount } = await database.dispatches.updateMany(
      { _id: { $in: ids }, state: from, ...(hold && from === "claimed" && { claim: hold.claim.holder }) },
      changeOf(settlement, at, hold),
      { session },
    );
    add(from, -modifiedCount);
    add(to, modifiedCount);
  }
  await database.updates.collection.updateOne({ _id: update }, { $inc: moved }, { session });
}

function changeOf(
  { to, reason, dueAt, tried, isNight }: Settlement,
  at: Date,
  hold: Hold | undefined,
): mongo.UpdateFilter<Dispatch> {
  const claim = to === "claimed" && hold ? { claim: hold.claim.holder } : {};
  const end = otherEnd(to);
  return {
    $set: {
      state: to,
      at,
      ...(end && { end }),
      ...claim,
      ...(reason !== undefined && { reason }),
      ...(dueAt && { dueAt }),
      ...(isNight && { night: true as const }),
    },
    $unset: {
      ...(!isNight && { night: "" as const }),
      ...(to === "queued" && { claim: "" as const, end: "" as const }),
    },
    ...(tried && { $inc: { attempts: 1 } }),
  };
}
