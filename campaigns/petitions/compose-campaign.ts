import type { Campaign, Petition, PetitionText, PetitionVersion, Wording } from "./campaign.ts";
import { composeText } from "./compose-text.ts";
import type { Catalogue } from "./read-catalogue.ts";
import type { PetitionEntry } from "./reading/campaign-file.ts";

/** A petition as in a campaign's folder: its current text only. */
export type CataloguePetition = Omit<Petition, "versions" | "wording"> & {
  wording: Wording;
  today: PetitionVersion;
};

/** A campaign as its folder has it. */
export type CatalogueCampaign = Omit<Campaign, "ordinal" | "organisationNames" | "petitions"> & {
  petitions: CataloguePetition[];
};

/** Assembles a campaign from its folder; null when one of its files could not be read. */
export function composeCampaign({ campaign, sources, texts }: Catalogue): CatalogueCampaign | null {
  if (!campaign || !sources) return null;
  const { petitions, ...settings } = campaign.contents;
  return {
    ...settings,
    ...sources.contents,
    languages: [...texts.keys()],
    pages: Object.fromEntries(Array.from(texts, ([locale, { contents }]) => [locale, contents.page])),
    petitions: petitions.map((entry) => composePetition(entry, settings.organisation, texts)),
  };
}

function composePetition(
  entry: PetitionEntry,
  campaigns: string,
  texts: Catalogue["texts"],
): CataloguePetition {
  const target: Record<string, string> = {};
  const finals: Record<string, PetitionText> = {};
  const words: Record<string, string> = {};
  for (const [locale, { contents }] of texts) {
    const office = contents.offices[entry.id] ?? "";
    target[locale] = office;
    words[locale] = contents.wordings[entry.wording] ?? "";
    finals[locale] = composeText(words[locale], office);
  }
  const { id, country, version, publishedAt } = entry;
  const organisation = entry.organisation ?? campaigns;
  const wording = { name: entry.wording, texts: words };
  return { id, country, organisation, wording, target, today: { version, publishedAt, texts: finals } };
}
