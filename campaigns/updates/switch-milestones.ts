import { mustReach } from "../accounts/reach.ts";
import { noteAct } from "../audit/note-act.ts";
import type { Deps } from "../deps.ts";
import { DomainError } from "../errors.ts";
import type { Campaign } from "../petitions/campaign.ts";
import type { By } from "./find-update.ts";
import type { MilestoneSwitch, TemplateMode } from "./template.model.ts";

type SwitchDeps = Pick<Deps, "database" | "now">;

/** What a campaign's milestones do now. */
export async function readMilestoneSwitch(
  { database }: Pick<Deps, "database">,
  campaign: string,
): Promise<MilestoneSwitch | null> {
  return database.milestoneSwitches.findOne({ _id: campaign });
}

/**
 * Switches what a campaign's milestones do. Sending takes two: one who switched to drafts, and another who lets them go.
 * @throws DomainError `not-allowed` when that is the same person, `not-found`.
 */
export async function switchMilestones(
  deps: SwitchDeps,
  { account, actor }: By,
  campaign: Campaign,
  mode: TemplateMode,
): Promise<void> {
  mustReach(account, campaign.organisation);
  const known = await readMilestoneSwitch(deps, campaign.slug);
  if (known?.mode === mode || (!known && mode === "off")) return;
  const now = deps.now();
  if (mode === "send") {
    if (known?.mode !== "draft" || known.draftBy === account.id) {
      throw new DomainError(
        "not-allowed",
        "A second person switches milestones to sending: ask somebody else.",
      );
    }
    const switched = await deps.database.milestoneSwitches.updateOne(
      { _id: campaign.slug, mode: "draft", draftBy: known.draftBy },
      { $set: { mode, sendBy: account.id, changedAt: now } },
    );
    if (switched.modifiedCount === 0)
      throw new DomainError("not-allowed", "Somebody else changed this in the meantime: look at it again.");
  } else {
    await deps.database.milestoneSwitches.updateOne(
      { _id: campaign.slug },
      { $set: { mode, draftBy: account.id, since: now, changedAt: now }, $unset: { sendBy: "" } },
      { upsert: true },
    );
  }
  await noteAct(deps, actor, "update.milestones", `campaign/${campaign.slug}`, { mode });
}
