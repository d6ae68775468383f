import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { type CatalogueDeps, findCampaign, listCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { DomainError } from "#campaigns/platform/errors.ts";

/** The campaign an operator named, or all if none was named. @throws as `findNamedCampaign` does. */
export async function listNamedCampaigns(deps: CatalogueDeps, slug: string | undefined): Promise<Campaign[]> {
  return slug === undefined ? listCampaigns(deps) : [await findNamedCampaign(deps, slug)];
}

/** Finds the campaign an operator named. @throws DomainError `campaign-unknown`, listing the existing ones. */
export async function findNamedCampaign(deps: CatalogueDeps, slug: string): Promise<Campaign> {
  const campaign = await findCampaign(deps, slug);
  if (campaign) return campaign;
  const slugs = (await listCampaigns(deps)).map((each) => each.slug);
  const known = slugs.length > 0 ? `there are ${slugs.join(", ")}` : "none is loaded";
  throw new DomainError("campaign-unknown", `There is no campaign "${slug}"; ${known}.`);
}
