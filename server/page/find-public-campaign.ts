import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { DomainError } from "#campaigns/platform/errors.ts";

/** The campaign in an address. @throws DomainError `campaign-unknown` when there is none, or only a draft. */
export async function findPublicCampaign(deps: Pick<Deps, "database">, slug: string): Promise<Campaign> {
  const campaign = await findCampaign(deps, slug);
  if (!campaign || campaign.state === "draft") {
    throw new DomainError("campaign-unknown", `There is no campaign called "${slug}".`);
  }
  return campaign;
}
