import type { Account } from "../access/account.ts";
import { reaches } from "../access/reach.ts";
import type { Campaign, Petition } from "../petitions/campaign.ts";
import { type CatalogueDeps, findCampaign } from "../petitions/find-campaign.ts";
import { notFound } from "../platform/errors.ts";
import { isCountry } from "../texts/countries.ts";

/** What to show of a campaign; everything within reach if nothing is named. */
export type Asked = {
  organisation?: string | undefined;
  petition?: string | undefined;
  country?: string | undefined;
};

/** Whose figures are shown. */
export type Scope = {
  campaign: Campaign;
  /** All petitions within the account's reach. */
  reachable: Petition[];
  /** The petitions whose figures are shown. */
  petitions: Petition[];
  /** Whether these are all of the campaign's petitions, from every country. */
  isWhole: boolean;
  organisation: string | null;
  petition: string | null;
  country: string | null;
};

/**
 * Determines whose figures an account may see. Petitions of organisations beyond its reach look as if they did not
 * exist: no filter leads to them, and no sum includes them.
 * @throws DomainError `not-found` when nothing is left.
 */
export async function scopeOf(
  deps: CatalogueDeps,
  account: Pick<Account, "role" | "organisation">,
  slug: string,
  asked: Asked = {},
): Promise<Scope> {
  const campaign = await findCampaign(deps, slug);
  const reachable = campaign?.petitions.filter(({ organisation }) => reaches(account, organisation)) ?? [];
  if (!campaign || reachable.length === 0) throw notFound();
  const { organisation, petition, country } = withoutEmpty(asked);
  const petitions = reachable.filter(
    (candidate) =>
      (organisation === null || candidate.organisation === organisation) &&
      (petition === null || candidate.id === petition),
  );
  if (petitions.length === 0 || (country !== null && !isCountry(country))) throw notFound();
  const isWhole = petitions.length === campaign.petitions.length && country === null;
  return { campaign, reachable, petitions, isWhole, organisation, petition, country };
}

/** The documents that add up to a scope: one for the whole campaign, otherwise one per petition. */
export function documentsOf({ campaign, petitions }: Scope): (string | null)[] {
  return petitions.length === campaign.petitions.length ? [null] : petitions.map(({ id }) => id);
}

/** A form sends an empty field for "all". */
function withoutEmpty({ organisation, petition, country }: Asked) {
  return { organisation: organisation || null, petition: petition || null, country: country || null };
}
