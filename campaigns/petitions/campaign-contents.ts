import type { Locale } from "../platform/languages/languages.ts";
import type { SourcesFile } from "../texts/sources-file.ts";
import type { Campaign, Petition, PetitionVersion, Wording } from "./campaign.ts";
import { officeGap } from "./compose-text.ts";
import type { CampaignFile } from "./reading/campaign-file.ts";
import type { Published } from "./reading/published-file.ts";
import type { TextsFile } from "./reading/texts-file.ts";

/** What a campaign's folder contains, file by file: read from it, written to it, and drafted in the console. */
export type CampaignContents = {
  campaign: CampaignFile;
  sources: SourcesFile;
  texts: ReadonlyMap<Locale, TextsFile>;
  published: Published;
};

/** A campaign of the database as the contents of its folder. */
export function campaignContents(campaign: Campaign): CampaignContents {
  const { petitions, pages, sources, claims, ordinal: _, ...settings } = campaign;
  return {
    campaign: {
      ...settings,
      closed: settings.closed ?? null,
      illustration: settings.illustration ?? null,
      madeUp: settings.madeUp === true,
      petitions: petitions.map((petition) => entryOf(petition, campaign)),
    },
    sources: { sources, claims },
    texts: new Map(campaign.languages.map((locale) => [locale, textsIn(campaign, locale)])),
    published: new Map(petitions.map(({ id, versions }) => [id, versions.map(lockOf)])),
  };
}

function entryOf(petition: Petition, campaign: Campaign): CampaignFile["petitions"][number] {
  const { id, country, versions } = petition;
  const { version, publishedAt } = newest(petition, versions);
  const organisation = petition.organisation === campaign.organisation ? null : petition.organisation;
  return { id, country, organisation, wording: wordingOf(petition).name, version, publishedAt };
}

function textsIn({ pages, petitions }: Campaign, locale: Locale): TextsFile {
  const page = pages[locale];
  if (!page) throw new RangeError(`The campaign has no page in "${locale}".`);
  return {
    page,
    offices: Object.fromEntries(petitions.map(({ id, target }) => [id, target[locale] ?? ""])),
    wordings: Object.fromEntries(
      petitions.map(wordingOf).map(({ name, texts }) => [name, texts[locale] ?? ""]),
    ),
  };
}

/** What a petition's current text was composed from; reconstructed from the text where it was not stored. */
function wordingOf(petition: Petition): Wording {
  if (petition.wording) return petition.wording;
  const { texts } = newest(petition, petition.versions);
  const withGap = Object.entries(texts).map(([locale, { text }]) => {
    const office = petition.target[locale];
    return [locale, office ? text.replace(office, () => officeGap) : text] as const;
  });
  return { name: petition.id, texts: Object.fromEntries(withGap) };
}

function lockOf({ version, publishedAt, texts }: PetitionVersion) {
  const hashes = Object.entries(texts).map(([locale, { sha256 }]) => [locale, sha256] as const);
  return { version, publishedAt, sha256: Object.fromEntries(hashes) };
}

function newest({ id }: Petition, versions: readonly PetitionVersion[]): PetitionVersion {
  const version = versions.at(-1);
  if (!version) throw new RangeError(`Petition ${id} has no version.`);
  return version;
}
