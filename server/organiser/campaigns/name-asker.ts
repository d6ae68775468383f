import { nameAccounts } from "#campaigns/accounts/name-accounts.ts";
import type { Deps } from "#campaigns/open.ts";
import { listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import type { AskedEnding } from "#campaigns/petitions/campaign.ts";
import { namedStamp } from "./overview.ts";

/** Who asked for what waits for a second person: a name, and the organisation. */
export async function nameAsker(
  deps: Deps,
  { asked }: { asked?: AskedEnding | null | undefined },
): Promise<string> {
  if (!asked) return "";
  const [people, organisations] = await Promise.all([
    nameAccounts(deps, [asked.by]),
    listOrganisations(deps),
  ]);
  return namedStamp({ ...asked, account: asked.by }, { organisations, people }).organisation;
}
