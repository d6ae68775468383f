import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { DomainError } from "#campaigns/platform/errors.ts";

/** Finds a campaign that the public may see. @throws DomainError `campaign-unknown`. */
export async function findOpenCampaign(deps: Pick<Deps, "database">, slug: string): Promise<Campaign> {
  const campaign = await findCampaign(deps, slug);
  if (!campaign || campaign.state === "draft") {
    throw new DomainError("campaign-unknown", "There is no campaign of that name.");
  }
  return campaign;
}
