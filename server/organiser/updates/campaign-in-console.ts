import type { Account } from "#campaigns/access/account.ts";
import type { Deps } from "#campaigns/open.ts";
import { findOrganisation } from "#campaigns/organisations/find-organisation.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { notFound } from "#campaigns/platform/errors.ts";
import { findUpdate } from "#campaigns/updates/find-update.ts";
import type { Update } from "#campaigns/updates/update.model.ts";

type Reading = Pick<Deps, "database">;

/** The campaign in a console address, including drafts. @throws DomainError `not-found`. */
export async function campaignInConsole(deps: Reading, slug: string): Promise<Campaign> {
  const campaign = await findCampaign(deps, slug);
  if (!campaign) throw notFound();
  return campaign;
}

/** What an update's page is about. */
export type Opened = { campaign: Campaign; update: Update; organisation: string };

/**
 * The update in an address with its campaign, if it is within the account's reach.
 * @throws DomainError `not-found`.
 */
export async function openUpdate(
  deps: Reading,
  account: Account,
  { campaign: slug, update: id }: { campaign: string; update: string },
): Promise<Opened> {
  const campaign = await campaignInConsole(deps, slug);
  const update = await findUpdate(deps, account, id);
  if (update.campaign !== slug) throw notFound();
  const organisation = await findOrganisation(deps, update.organisation);
  return { campaign, update, organisation: organisation?.name ?? update.organisation };
}
