import { mustReach } from "../../access/reach.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import { withTransaction } from "../../platform/in-transaction.ts";
import type { Deps } from "../deps.ts";
import type { By } from "../find-update.ts";
import { readMilestoneSwitch } from "./switch-milestones.ts";

/**
 * Switches whether a campaign's handover creates a draft; earlier handovers are not written about.
 * @throws DomainError `not-found`.
 */
export async function switchHandover(
  deps: Pick<Deps, "database" | "now">,
  { account, actor }: By,
  campaign: Campaign,
  isOn: boolean,
): Promise<void> {
  mustReach(account, campaign.organisation);
  const known = await readMilestoneSwitch(deps, campaign.slug);
  if ((known?.handover !== undefined) === isOn) return;
  const [by, since] = [account.id, deps.now()];
  await withTransaction(deps, async (inner) => {
    await inner.database.milestoneSwitches.updateOne(
      { _id: campaign.slug },
      isOn
        ? {
            $set: { handover: { by, since }, changedAt: since },
            $setOnInsert: { mode: "off", draftBy: by, since },
          }
        : { $unset: { handover: "" }, $set: { changedAt: since } },
      { upsert: isOn, ...inner.transaction },
    );
    await recordAudit(inner, actor, "update.handover", `campaign/${campaign.slug}`, {
      mode: isOn ? "draft" : "off",
    });
  });
}
