import type { Account } from "../access/account.ts";
import { reaches } from "../access/reach.ts";
import type { AuditDetails } from "../audit/entry.model.ts";
import type { Campaign } from "../petitions/campaign.ts";
import type { Counts } from "../signing/tallies/recount-roll.ts";

/** Which signatures of a campaign go into a bundle. */
export type BundleScope = {
  campaign: Campaign;
  /** Only signers of this country, an upper-case code. */
  country?: string | undefined;
  /** Only signatures on the petitions of this organisation, given by its slug. */
  organisation?: string | undefined;
};

/** The ids of the petitions in a scope; undefined when all are. */
export function petitionsIn({ campaign, organisation }: BundleScope): string[] | undefined {
  if (organisation === undefined) return undefined;
  return campaign.petitions.filter((petition) => petition.organisation === organisation).map(({ id }) => id);
}

/** Tells what belongs to a scope: what was signed for a petition, in a country. */
export function inScope(scope: BundleScope): (signed: { petition: string; country: string }) => boolean {
  const petitions = petitionsIn(scope);
  return ({ petition, country }) =>
    (scope.country === undefined || country === scope.country) &&
    (petitions === undefined || petitions.includes(petition));
}

/** From counts by key, those that belong to a scope. */
export function countsIn(scope: BundleScope, counts: Counts): Counts {
  const belongs = inScope(scope);
  return new Map(
    [...counts].filter(([key]) => {
      const [petition = "", country = ""] = key.split("/");
      return belongs({ petition, country });
    }),
  );
}

/** Describes a scope in words: "stop-sex-trafficking under the petitions of ecpat-usa from US". */
export function nameScope({ campaign, country, organisation }: BundleScope): string {
  const petitions = organisation === undefined ? "" : ` under the petitions of ${organisation}`;
  return `${campaign.slug}${petitions}${country === undefined ? "" : ` from ${country}`}`;
}

/** What a request was made for: all of a campaign, or one organisation's petitions; all countries, or one. */
type RequestedScope = { organisation: string | null; country: string | null };

/** The secretariat may ask for any scope, others for the petitions of their own organisation. */
export function reachesScope(
  account: Pick<Account, "role" | "organisation">,
  { organisation }: Pick<RequestedScope, "organisation">,
): boolean {
  return organisation === null ? account.role === "secretariat" : reaches(account, organisation);
}

/** A scope as facts for the audit trail, which shows them to accounts that reach the scope. */
export function describeScope({ organisation, country }: RequestedScope): AuditDetails {
  return { ...(country && { country }), ...(organisation && { organisation }) };
}
