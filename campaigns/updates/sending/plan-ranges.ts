import { setTimeout as wait } from "node:timers/promises";
import { type Types, trusted } from "mongoose";
import type { Campaign } from "../../petitions/campaign.ts";
import { signatureId } from "../../petitions/person.ts";
import { inTransaction } from "../../platform/in-transaction.ts";
import { amongPending, onRoll } from "../audience/audience.ts";
import { readPendingKey, writePendingKey } from "../audience/pending-key.ts";
import type { Deps } from "../deps.ts";
import { type Dispatch, dispatchId } from "../dispatch.model.ts";
import type { DispatchRange } from "../range.model.ts";
import type { Update } from "../update.model.ts";

type PlanDeps = Pick<Deps, "database" | "jobs" | "now">;

/** Dispatches per range: what one job sends. */
const rangeSize = 1_000;

/** Somebody an update goes to, and where reading continues after her. */
type Supporter = { key: Buffer; pending?: Dispatch["pending"]; reached: Buffer };

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
  supporters: readonly Supporter[],
): Promise<"range" | "nobody" | "overtaken"> {
  const at = now();
  const reached = supporters.at(-1)?.reached;
  const ranges = update.planning?.ranges ?? 0;
  const finished = supporters.length < rangeSize;
  return inTransaction(database, async (session) => {
    const fresh = await withoutPlanned(database, update, supporters);
    const made = fresh.length > 0;
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
        $inc: { planned: fresh.length, "counts.queued": fresh.length, "planning.ranges": made ? 1 : 0 },
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

/** Dispatches for those without one: if one person has several pending entries, one dispatch is enough. */
async function withoutPlanned(
  database: Deps["database"],
  update: Update,
  supporters: readonly Supporter[],
): Promise<Dispatch[]> {
  const made = new Map<string, Dispatch>();
  for (const { key, pending } of supporters) {
    const _id = dispatchId(update._id, key);
    const range = update.planning?.ranges ?? 0;
    made.set(_id.toString("latin1"), { _id, state: "queued", ...(pending && { pending, range }) });
  }
  if (update.audience.to === "unconfirmed") {
    const ids = Array.from(made.values(), ({ _id }) => _id);
    const known = database.dispatches.find({ _id: { $in: ids } }, { projection: { _id: 1 } });
    for await (const { _id } of known) made.delete(_id.toString("latin1"));
  }
  return [...made.values()].sort((one, other) => one._id.compare(other._id));
}

async function readSupporters(
  { database, now }: PlanDeps,
  campaign: Campaign,
  update: Update,
): Promise<Supporter[]> {
  const reached = update.planning?.reached;
  if (update.audience.to === "supporters") {
    const found = await database.signatures
      .find(onRoll(campaign, update, reached), { projection: { _id: 1 }, sort: { _id: 1 }, hint: { _id: 1 } })
      .limit(rangeSize)
      .toArray();
    return found.map(({ _id }) => ({ key: _id, reached: _id }));
  }
  const after = reached && readPendingKey(reached);
  const found = await database.pending
    .find(amongPending(campaign, update, now(), after), {
      projection: { "entry.person": 1 },
      sort: { _id: 1 },
      hint: { _id: 1 },
    })
    .limit(rangeSize)
    .toArray();
  return found.map(({ _id, entry }) => {
    return { key: signatureId(entry.person, 0), pending: _id, reached: writePendingKey(_id) };
  });
}
