import type { Deps } from "#campaigns/open.ts";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { petitionFor } from "#campaigns/petitions/petition-for.ts";
import { DomainError } from "#campaigns/platform/errors.ts";

/** The campaign in an address. @throws DomainError `campaign-unknown` when there is none, or only a draft. */
export async function findPublicCampaign(deps: Pick<Deps, "database">, slug: string): Promise<Campaign> {
  const campaign = await findCampaign(deps, slug);
  if (!campaign || campaign.state === "draft") {
    throw new DomainError("campaign-unknown", `There is no campaign called "${slug}".`);
  }
  return campaign;
}

/** The petition that a form or a receipt names; the international one when it names none that is known. */
export function petitionOf(campaign: Campaign, id: string | undefined): Petition {
  return campaign.petitions.find((each) => each.id === id) ?? petitionOfCountry(campaign, "");
}

/** The petition of people of a country. @throws DomainError `petition-unknown` when the campaign has none at all. */
export function petitionOfCountry(campaign: Campaign, country: string): Petition {
  const petition = petitionFor(campaign, country);
  if (!petition) throw new DomainError("petition-unknown", `Campaign ${campaign.slug} has no petition.`);
  return petition;
}
