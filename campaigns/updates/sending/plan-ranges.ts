import { setTimeout as wait } from "node:timers/promises";
import { type Types, trusted } from "mongoose";
import type { Campaign } from "../../petitions/campaign.ts";
import { inTransaction } from "../../platform/in-transaction.ts";
import { onRoll } from "../audience/audience.ts";
import type { Deps } from "../deps.ts";
import { type Dispatch, dispatchId } from "../dispatch.model.ts";
import type { DispatchRange } from "../range.model.ts";
import type { Update } from "../update.model.ts";

type PlanDeps = Pick<Deps, "database" | "jobs" | "now">;

/** Dispatches per range: what one job sends. */
const rangeSize = 1_000;

/**
 * Creates the dispatch for every supporter of an update, in ranges that are sent while planning continues. Planning
 * stays far ahead of sending: it rests as long as it worked, so that MongoDB has time for signers. Each range, its
 * dispatches, the counts and the planning progress are one transaction: if stopped anywhere, it continues from
 * there.
 */
export async function planRanges(deps: PlanDeps, campaign: Campaign, id: Types.ObjectId): Promise<void> {
  for (;;) {
    const update = await deps.database.updates
      .findOne({ _id: id, state: "sending", plannedAt: trusted({ $exists: false }) })
      .lean<Update>();
    if (!update) return;
    const startedAt = performance.now();
    const supporters = await readSupporters(deps, campaign, update);
    const planned = await planOne(deps, update, supporters);
    if (planned === "overtaken") return;
    if (planned === "range") deps.jobs.rangesDue(id, [update.planning?.ranges ?? 0]);
    if (supporters.length === rangeSize) await wait(performance.now() - startedAt);
  }
}

async function planOne(
  { database, now }: PlanDeps,
  update: Update,
  supporters: readonly Buffer[],
): Promise<"range" | "nobody" | "overtaken"> {
  const at = now();
  const reached = supporters.at(-1);
  const ranges = update.planning?.ranges ?? 0;
  const finished = supporters.length < rangeSize;
  const fresh = supporters.map((key): Dispatch => ({ _id: dispatchId(update._id, key), state: "queued" }));
  return inTransaction(database, async (session) => {
    const guard = {
      _id: update._id,
      state: "sending",
      plannedAt: { $exists: false },
      "planning.ranges": ranges,
    };
    const before = update.planning?.reached;
    const { matchedCount } = await database.updates.collection.updateOne(
      { ...guard, "planning.reached": before ? Buffer.from(before) : { $exists: false } },
      {
        $set: { ...(reached && { "planning.reached": reached }), ...(finished && { plannedAt: at }) },
        $inc: {
          planned: fresh.length,
          "counts.queued": fresh.length,
          "planning.ranges": fresh.length > 0 ? 1 : 0,
        },
      },
      { session },
    );
    if (matchedCount === 0) return "overtaken";
    const [first, last] = [fresh[0], fresh.at(-1)];
    if (!first || !last) return "nobody";
    const range: DispatchRange = {
      _id: { update: update._id, number: ranges },
      first: first._id,
      last: last._id,
      state: "open",
      dueAt: at,
    };
    await database.dispatches.insertMany(fresh, { session, ordered: false });
    await database.dispatchRanges.insertOne(range, { session });
    return "range";
  });
}

async function readSupporters({ database }: PlanDeps, campaign: Campaign, update: Update): Promise<Buffer[]> {
  const found = await database.signatures
    .find(onRoll(campaign, update, update.planning?.reached), {
      projection: { _id: 1 },
      sort: { _id: 1 },
      hint: { _id: 1 },
    })
    .limit(rangeSize)
    .toArray();
  return found.map(({ _id }) => _id);
}
