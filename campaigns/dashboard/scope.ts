import type { Account } from "../access/account.ts";
import { reaches } from "../access/reach.ts";
import type { Campaign, Petition } from "../petitions/campaign.ts";
import { type CatalogueDeps, findCampaign } from "../petitions/find-campaign.ts";
import { DomainError } from "../platform/errors.ts";
import { isCountry } from "../texts/countries.ts";

/** What somebody wants to see of a campaign; everything that they reach when nothing is named. */
export type Asked = {
  organisation?: string | undefined;
  petition?: string | undefined;
  country?: string | undefined;
};

/** Whose figures are shown. */
export type Scope = {
  campaign: Campaign;
  /** All petitions that the account reaches. */
  reachable: Petition[];
  /** The petitions whose figures are shown. */
  petitions: Petition[];
  /** Whether these are all of the campaign's, from every country. */
  isWhole: boolean;
  organisation: string | null;
  petition: string | null;
  country: string | null;
};

/**
 * Finds out whose figures an account is to see. Petitions of organisations that it does not reach are as if they did not
 * exist: no filter leads to them, and no sum holds them.
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
  if (!campaign || reachable.length === 0) throw nothingThere();
  const { organisation, petition, country } = withoutEmpty(asked);
  const petitions = reachable.filter(
    (candidate) =>
      (organisation === null || candidate.organisation === organisation) &&
      (petition === null || candidate.id === petition),
  );
  if (petitions.length === 0 || (country !== null && !isCountry(country))) throw nothingThere();
  const isWhole = petitions.length === campaign.petitions.length && country === null;
  return { campaign, reachable, petitions, isWhole, organisation, petition, country };
}

/** The documents that a scope is the sum of: one for the whole campaign, else one a petition. */
export function documentsOf({ campaign, petitions }: Scope): (string | null)[] {
  return petitions.length === campaign.petitions.length ? [null] : petitions.map(({ id }) => id);
}

/** A form sends an empty field for "all". */
function withoutEmpty({ organisation, petition, country }: Asked) {
  return { organisation: organisation || null, petition: petition || null, country: country || null };
}

function nothingThere(): DomainError {
  return new DomainError("not-found", "There is nothing at this address.");
}
