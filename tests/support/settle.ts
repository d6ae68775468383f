import { expect } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { foldSheets } from "#campaigns/signing/tallies/fold-sheets.ts";
import { recountRoll } from "#campaigns/signing/tallies/recount-roll.ts";
import { recountSheets } from "#campaigns/signing/tallies/recount-sheets.ts";
import { waitFor } from "./wait-for.ts";

/**
 * Works off all sheets of a campaign, oldest first, and folds them: what the workers do, in this process and in order.
 */
export async function settle(deps: Deps, campaign: Campaign): Promise<void> {
  for (const id of await unprocessedSheets(deps, campaign)) await processSheet(deps, id);
  await foldSheets(deps, campaign.ordinal);
}

/** Ids of the sheets that wait for their processing, in the order of their storing. */
export async function unprocessedSheets(deps: Deps, campaign: Campaign) {
  const sheets = await deps.database.sheets
    .find({ campaign: campaign.ordinal, state: "received" }, { projection: { _id: 1 } })
    .sort({ at: 1, _id: 1 })
    .toArray();
  return sheets.map(({ _id }) => _id);
}

/** A letter that somebody is sending stays due, and is put off for some minutes meanwhile, in milliseconds. */
const longestSending = 10 * 60_000;

/** Waits until running workers have nothing left to do: every sheet folded, no letter due, no job in the queues. */
export async function settled(deps: Deps, timeoutMs = 90_000): Promise<void> {
  const { sheets, letters } = deps.database;
  const { queues } = deps.jobs;
  await waitFor(
    "the workers to have nothing left to do",
    async () => {
      const soon = new Date(Date.now() + longestSending);
      const left = await sheets.countDocuments({ state: { $ne: "folded" } });
      const due = await letters.countDocuments({ state: "due", dueAt: { $lte: soon } });
      const jobs = await Promise.all(
        [queues.sheets, queues.tallies, queues.mail].map((queue) =>
          queue.getJobCountByTypes("active", "waiting", "delayed", "prioritized"),
        ),
      );
      return left === 0 && due === 0 && jobs.every((count) => count === 0);
    },
    timeoutMs,
  );
}

/** Checks that total, tallies, sums, sheets and roll agree in every place, and that the total is the one expected. */
export async function expectExact(deps: Deps, campaign: Campaign, total: number): Promise<void> {
  const recount = await recountRoll(deps.database, campaign.ordinal);
  expect(recount).toEqual({ roll: total, total, unfolded: 0, drift: [] });
  expect(await recountSheets(deps.database, campaign.ordinal)).toEqual([]);
}
