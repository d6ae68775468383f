import type { Campaign, Petition, PetitionVersion } from "./campaign.ts";
import { type CatalogueDeps, forgetCampaigns, listCampaigns } from "./find-campaign.ts";

/** Finds the campaign of a sheet or a signature. @throws Error when the catalogue no longer has it. */
export async function campaignByOrdinal(deps: CatalogueDeps, ordinal: number): Promise<Campaign> {
  const find = async () => (await listCampaigns(deps)).find((candidate) => candidate.ordinal === ordinal);
  let campaign = await find();
  if (!campaign) {
    // It may have been loaded after the list was read.
    forgetCampaigns(deps);
    campaign = await find();
  }
  if (!campaign)
    throw new Error(`Campaign ${ordinal} has signatures and is not in the catalogue: load it again.`);
  return campaign;
}

/** The wording that a line was signed under. @throws Error when the catalogue no longer has it. */
export function signedVersion(
  campaign: Campaign,
  line: { petition: string; version: number },
): { petition: Petition; version: PetitionVersion } {
  const petition = signedPetition(campaign, line);
  const version = petition.versions.find((candidate) => candidate.version === line.version);
  if (!version) {
    throw new Error(
      `${campaign.slug}: petition ${line.petition} version ${line.version} is not in the catalogue.`,
    );
  }
  return { petition, version };
}

/** The petition of a line or a signature. @throws Error when the catalogue no longer has it. */
export function signedPetition(campaign: Campaign, signed: { petition: string }): Petition {
  const petition = campaign.petitions.find(({ id }) => id === signed.petition);
  if (!petition) throw new Error(`${campaign.slug}: petition ${signed.petition} is not in the catalogue.`);
  return petition;
}
