import { trusted } from "mongoose";
import { day } from "../../platform/durations.ts";
import type { Deps } from "../deps.ts";
import { recountUpdate, type UpdateRecount } from "./recount-updates.ts";

/** One count of an update that disagrees with its dispatches. */
export type UpdateDrift = { update: string } & UpdateRecount["drift"][number];

/**
 * Recounts the dispatches of a campaign's updates: of those in progress, and of those that ended within the last
 * day.
 */
export async function recountCampaignUpdates(
  deps: Pick<Deps, "database" | "now">,
  campaign: string,
): Promise<UpdateDrift[]> {
  const since = new Date(deps.now().getTime() - day);
  const updates = await deps.database.updates
    .find({
      campaign,
      startedAt: trusted({ $exists: true }),
      $or: [{ endedAt: trusted({ $exists: false }) }, { endedAt: trusted({ $gte: since }) }],
    })
    .select({ _id: 1 })
    .lean();
  const drifts: UpdateDrift[] = [];
  for (const { _id } of updates) {
    const { drift } = await recountUpdate(deps, _id);
    drifts.push(...drift.map((one) => ({ update: _id.toHexString(), ...one })));
  }
  return drifts;
}
