import type { Campaign, Petition } from "./campaign.ts";

/** The petition that people of a country sign: their own, or else the international one, or else the first. */
export function petitionFor(
  { petitions }: Pick<Campaign, "petitions">,
  country: string,
): Petition | undefined {
  return (
    petitions.find((petition) => petition.country === country) ??
    petitions.find((petition) => petition.country === null) ??
    petitions[0]
  );
}
