import type { Campaign, Petition } from "./campaign.ts";
import { isOpen } from "./is-open.ts";
import { petitionFor } from "./petition-for.ts";

/** Where a petition stands, as pages, console and API name it. */
export const petitionStages = ["scheduled", "open", "closed", "handed-over", "archived"] as const;
export type PetitionStage = (typeof petitionStages)[number];

/**
 * The campaign as one petition lives it: its state, dates and closing are those of whichever of the two begins later
 * and ends earlier.
 */
export function lifeOf(campaign: Campaign, petition: Petition): Campaign {
  const { state = "open", opensAt, closesAt, closed } = petition;
  return {
    ...campaign,
    state: campaign.state === "open" ? state : campaign.state,
    opensAt: opensAt && opensAt > campaign.opensAt ? opensAt : campaign.opensAt,
    closesAt: earlier(campaign.closesAt, closesAt ?? null),
    closed: closed ?? campaign.closed ?? null,
  };
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (!one || !other) return one ?? other;
  return one < other ? one : other;
}

/** Tells whether a petition takes signatures at a moment. */
export function isPetitionOpen(campaign: Campaign, petition: Petition, at: Date): boolean {
  return isOpen(lifeOf(campaign, petition), at);
}

/** Where a petition stands at a moment. */
export function petitionStage(campaign: Campaign, petition: Petition, at: Date): PetitionStage {
  const life = lifeOf(campaign, petition);
  if (life.state === "archived") return "archived";
  if (isOpen(life, at)) return "open";
  if (life.state === "open" && at < life.opensAt) return "scheduled";
  return life.closed?.reason === "handed-over" ? "handed-over" : "closed";
}

/**
 * The petition that people of a country can sign at a moment: their own, or the international one while theirs is not
 * open; undefined when neither is.
 */
export function petitionToSign(campaign: Campaign, country: string, at: Date): Petition | undefined {
  const open = campaign.petitions.filter((petition) => isPetitionOpen(campaign, petition, at));
  const found = petitionFor({ petitions: open }, country);
  return found?.country === null || found?.country === country ? found : undefined;
}
