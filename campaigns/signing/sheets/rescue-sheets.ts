import { Types } from "mongoose";
import type { Deps } from "../deps.ts";

const mostAtOnce = 1_000;

/** How long a sheet may wait before its job counts as lost, in milliseconds. */
const leftAloneFor = 3_000;

/**
 * Finds sheets stored some seconds ago but not processed, and campaigns with unfolded sheets, and adds their jobs
 * again. If Redis loses everything, this recovers it.
 */
export async function rescueSheets(deps: Pick<Deps, "database" | "jobs" | "now">): Promise<number> {
  const now = deps.now();
  const at = (milliseconds: number) =>
    Types.ObjectId.createFromTime(Math.floor((now.getTime() + milliseconds) / 1_000));
  // Ids that lie ahead are those of a server whose clock was wrong, or of a MongoDB that was set back.
  const old = [{ _id: { $lt: at(-leftAloneFor) } }, { _id: { $gt: at(leftAloneFor + 1_000) } }];
  const left = await deps.database.sheets
    .find({ state: "received", $or: old }, { projection: { _id: 1 }, hint: "unfinished" })
    .limit(mostAtOnce)
    .toArray();
  for (const { _id } of left) await deps.jobs.sheetLeft(_id, now);
  const unfolded = await deps.database.sheets.distinct("campaign", {
    state: "processed",
    $or: old,
  });
  for (const campaign of unfolded) await deps.jobs.campaignLeft(campaign, now);
  return left.length;
}
