import { createHash } from "node:crypto";
import { Types } from "mongoose";
import { noteAct } from "../audit/note-act.ts";
import type { Deps } from "../deps.ts";
import { isDuplicate } from "../is-duplicate.ts";
import type { Campaign } from "../petitions/campaign.ts";
import { findCampaign } from "../petitions/find-campaign.ts";
import type { MilestoneSwitch } from "./template.model.ts";
import { templateTexts } from "./template-texts.ts";
import { noCounts, type Update } from "./update.model.ts";

type RaiseDeps = Pick<Deps, "database" | "nudges" | "now">;

/**
 * Writes the update of each milestone that was reached since its campaign switched that on: the highest, where several were
 * at once. A milestone's update has a key of its own, so that any number of runs write one. Tells how many were written.
 */
export async function raiseMilestones(deps: RaiseDeps): Promise<number> {
  const { database } = deps;
  const switches = await database.milestoneSwitches.find({ mode: { $in: ["draft", "send"] } }).toArray();
  let raised = 0;
  for (const chosen of switches) {
    const campaign = await findCampaign(deps, chosen._id);
    if (!campaign) continue;
    const total = await database.totals.findOne({ _id: campaign.ordinal });
    const goals = (total?.milestones ?? [])
      .filter(({ reachedAt }) => reachedAt >= chosen.since)
      .map(({ goal }) => goal);
    if (goals.length === 0) continue;
    if (await raise(deps, campaign, chosen, Math.max(...goals))) raised += 1;
  }
  return raised;
}

async function raise(
  deps: RaiseDeps,
  campaign: Campaign,
  chosen: MilestoneSwitch,
  goal: number,
): Promise<boolean> {
  const update = writeUpdate(deps.now(), campaign, chosen, goal);
  try {
    await deps.database.updates.create(update);
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
  const by = {
    account: "sheaf",
    organisation: campaign.organisation,
    role: "operator",
    from: "here",
  } as const;
  await noteAct(deps, by, "update.create", `update/${update._id.toHexString()}`, { milestone: goal });
  if (update.scheduledAt) deps.nudges.updateDue(update._id);
  return true;
}

function writeUpdate(now: Date, campaign: Campaign, chosen: MilestoneSwitch, goal: number): Update {
  const { mode, draftBy, sendBy } = chosen;
  const key = createHash("sha256").update(`${campaign.slug}\n${goal}`).digest();
  const goesOut = mode === "send" && sendBy !== undefined;
  return {
    _id: new Types.ObjectId(key.subarray(0, 12)),
    campaign: campaign.slug,
    organisation: campaign.organisation,
    state: goesOut ? "approved" : "draft",
    texts: templateTexts("milestone", campaign, goal),
    fallback: campaign.languages.slice(0, 1),
    audience: { to: "supporters" },
    createdBy: draftBy,
    createdAt: now,
    changedAt: now,
    ...(goesOut && {
      submittedBy: draftBy,
      submittedAt: now,
      approvedBy: sendBy,
      approvedAt: now,
      scheduledAt: now,
    }),
    planned: 0,
    counts: noCounts(),
  };
}
