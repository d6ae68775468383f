import { type Types, trusted } from "mongoose";
import { findCampaign } from "../../petitions/find-campaign.ts";
import { unleased } from "../../platform/lease.ts";
import type { Deps } from "../deps.ts";
import { readUpdate } from "../find-update.ts";
import type { Update } from "../update.model.ts";
import { finishUpdate } from "./finish-update.ts";
import { planRanges } from "./plan-ranges.ts";
import { type SendDeps, sendRange } from "./send-range.ts";
import { settleDispatches } from "./settle-dispatches.ts";
import { skipReasons } from "./skip-reasons.ts";

type RunDeps = SendDeps & Pick<Deps, "jobs">;

/**
 * Does the next step of an update: starts it when it is due, plans it, finishes it; or sends one of its ranges.
 * Every step may run twice, or on several workers at once.
 */
export async function runUpdate(
  deps: RunDeps,
  id: Types.ObjectId,
  range: number | undefined,
): Promise<"done" | "skipped"> {
  const update = await readUpdate(deps, id);
  const campaign = update && (await findCampaign(deps, update.campaign));
  if (!campaign) return "skipped";
  if (range !== undefined) return sendRange(deps, campaign, id, range);
  switch (update.state) {
    case "approved":
      if (!(await begin(deps, update))) return "skipped";
      await planRanges(deps, campaign, id);
      break;
    case "sending":
      await planRanges(deps, campaign, id);
      break;
    case "cancelled":
      await skipQueued(deps, update);
      break;
    default:
      return "skipped";
  }
  await finishUpdate(deps, id);
  return "done";
}

async function begin({ database, now }: RunDeps, { _id }: Update): Promise<boolean> {
  const at = now();
  const { matchedCount } = await database.updates.updateOne(
    { _id, state: "approved", scheduledAt: trusted({ $lte: at }) },
    { $set: { state: "sending", startedAt: at, changedAt: at, planning: { ranges: 0 } } },
  );
  return matchedCount > 0;
}

const skippedAtOnce = 2_000;

/**
 * Nothing more of a cancelled update goes out. Claimed mails are in a worker's hands, which records what became of
 * them.
 */
async function skipQueued(deps: RunDeps, { _id }: Update): Promise<void> {
  const ranges = deps.database.dispatchRanges.find({ "_id.update": _id, state: "open" }).sort({ _id: 1 });
  for await (const { _id: range, first, last } of ranges) {
    for (;;) {
      const queued = await deps.database.dispatches
        .find({ _id: { $gte: first, $lte: last }, state: "queued" }, { projection: { _id: 1 } })
        .limit(skippedAtOnce)
        .toArray();
      const ids = queued.map((dispatch) => dispatch._id);
      if (ids.length === 0) break;
      await settleDispatches(deps, _id, [
        { ids, from: "queued", to: "skipped", reason: skipReasons.cancelled },
      ]);
    }
    await deps.database.dispatchRanges.updateOne({ _id: range, ...unleased }, { $set: { state: "done" } });
  }
}
