import type { Account } from "#campaigns/access/account.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { campaignName } from "#campaigns/petitions/text-locale.ts";
import type { ConsolePage } from "./console-page.view.ts";

/** A published campaign as the frame of the console's pages shows it, named in the language of the account. */
export function namedCampaign(
  campaign: Campaign,
  { locale }: Pick<Account, "locale">,
): NonNullable<ConsolePage["campaign"]> {
  return { slug: campaign.slug, name: campaignName(campaign, locale), isMadeUp: campaign.madeUp === true };
}
