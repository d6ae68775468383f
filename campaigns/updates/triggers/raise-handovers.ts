import { findCampaign } from "../../petitions/find-campaign.ts";
import { second } from "../../platform/durations.ts";
import { type RaiseDeps, raiseUpdate } from "./raise-update.ts";
import { templateTexts } from "./template-texts.ts";

/** The time of closing is stored to the second. */

/**
 * Creates the draft for each handover: for campaigns closed because their signatures were handed over, since this
 * was switched on. It waits for an organiser and for approval, like any draft. Returns how many were created.
 */
export async function raiseHandovers(deps: RaiseDeps): Promise<number> {
  const switches = await deps.database.milestoneSwitches.find({ handover: { $exists: true } }).toArray();
  let raised = 0;
  for (const { _id, handover } of switches) {
    const campaign = await findCampaign(deps, _id);
    const closed = campaign?.closed;
    if (!campaign || !handover || closed?.reason !== "handed-over") continue;
    if (closed.at.getTime() + second <= handover.since.getTime()) continue;
    const at = closed.at.toISOString();
    const isNew = await raiseUpdate(deps, campaign, {
      event: `handed over ${at}`,
      texts: templateTexts("handover", campaign),
      counted: [],
      draftBy: handover.by,
      details: { handover: at },
    });
    if (isNew) raised += 1;
  }
  return raised;
}
