import { findCampaign } from "../../petitions/find-campaign.ts";
import { type RaiseDeps, raiseUpdate } from "./raise-update.ts";
import { templateTexts } from "./template-texts.ts";

/**
 * Creates the update for each milestone reached since its campaign switched this on: only the highest, if several
 * were reached at once. Returns how many were created.
 */
export async function raiseMilestoneUpdates(deps: RaiseDeps): Promise<number> {
  const { database } = deps;
  const switches = await database.milestoneSwitches.find({ mode: { $in: ["draft", "send"] } }).toArray();
  let raised = 0;
  for (const { _id, mode, since, draftBy, sendBy } of switches) {
    const campaign = await findCampaign(deps, _id);
    if (!campaign) continue;
    const total = await database.totals.findOne({ _id: campaign.ordinal });
    const goals = (total?.milestones ?? [])
      .filter(({ reachedAt }) => reachedAt >= since)
      .map(({ goal }) => goal);
    if (goals.length === 0) continue;
    const goal = Math.max(...goals);
    const isNew = await raiseUpdate(deps, campaign, {
      event: `${goal}`,
      texts: templateTexts("milestone", campaign, goal),
      counted: [goal],
      draftBy,
      sendBy: mode === "send" ? sendBy : undefined,
      details: { milestone: goal },
    });
    if (isNew) raised += 1;
  }
  return raised;
}
