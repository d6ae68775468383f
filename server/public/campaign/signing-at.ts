import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { isOpen } from "#campaigns/petitions/is-open.ts";
import type { Signing } from "./campaign.view.ts";

/** Whether people can sign at a moment, and if not, why; of a petition, given the campaign as the petition lives it. */
export function signingAt(campaign: Campaign, now: Date): Signing {
  if (isOpen(campaign, now)) return { state: "open" };
  if (campaign.state === "open" && now < campaign.opensAt) {
    return { state: "not-yet", opensAt: campaign.opensAt };
  }
  return { state: "closed" };
}
