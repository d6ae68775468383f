import type { Campaign } from "./campaign.ts";

/** Tells whether a campaign takes signatures at a moment: open, past its opening and not yet at its close. */
export function isOpen(campaign: Campaign, at: Date): boolean {
  if (campaign.state !== "open" || at < campaign.opensAt) return false;
  return campaign.closesAt === null || at < campaign.closesAt;
}

/** Tells whether a campaign appears on lists: it is neither a draft nor archived. */
export function isListed({ state }: Campaign): boolean {
  return state !== "draft" && state !== "archived";
}
