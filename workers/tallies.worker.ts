import { queues, totalsChannel } from "#campaigns/platform/jobs/queues.ts";
import { foldSheets } from "#campaigns/signing/tallies/fold-sheets.ts";
import { defineWorker } from "./define-worker.ts";

/** Folds what was processed since the last fold and tells the servers about the new total. */
export const talliesWorker = defineWorker(
  "tallies",
  queues.tallies.payload,
  2,
  async ({ deps, redis, log }, { campaign }) => {
    const fold = await foldSheets(deps, campaign);
    if (fold.sheets === 0) return "skipped";
    await redis.publish(totalsChannel, JSON.stringify({ campaign, total: fold.total }));
    for (const { goal } of fold.milestones) log.info({ campaign, goal }, "a milestone is reached");
    return "done";
  },
);
