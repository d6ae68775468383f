import type { Account } from "../../access/account.ts";
import { mustReach, reaches } from "../../access/reach.ts";
import type { Actor } from "../../audit/entry.model.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { notFound } from "../../platform/errors.ts";
import { withTransaction } from "../../platform/in-transaction.ts";
import type { Deps } from "../deps.ts";
import { findCampaign, forgetCampaigns } from "../find-campaign.ts";
import { petitionKey } from "../petition.model.ts";

type Setting = { account: Account; actor: Actor; campaign: string; petition: string; goal: number | null };

/**
 * Gives a petition a goal of its own, or none; like a campaign's, it changes at once.
 * @throws DomainError `not-found`.
 */
export async function setPetitionGoal(
  deps: Pick<Deps, "database" | "now">,
  { account, actor, campaign: slug, petition: id, goal }: Setting,
): Promise<void> {
  forgetCampaigns(deps);
  const campaign = await findCampaign(deps, slug);
  const petition = campaign?.petitions.find((each) => each.id === id);
  if (!campaign || !petition) throw notFound();
  if (!reaches(account, petition.organisation)) mustReach(account, campaign.organisation);
  const key = petitionKey(slug, id);
  await withTransaction(deps, async (inner) => {
    await inner.database.petitions.updateOne({ _id: key }, { $set: { goal } }, inner.transaction);
    await recordAudit(inner, actor, "petition.goal", key, { goal: goal ?? "none" });
  }).finally(() => forgetCampaigns(deps));
}
