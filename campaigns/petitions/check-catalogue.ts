import { checkSources } from "../texts/check-sources.ts";
import { type Problem, sortProblems } from "../texts/yaml-file.ts";
import { type CatalogueCampaign, composeCampaign } from "./compose-campaign.ts";
import { type Catalogue, publishedName, readCatalogue, readCatalogueFiles } from "./read-catalogue.ts";
import type { Published } from "./reading/published-file.ts";
import { checkCampaign } from "./rules/check-campaign.ts";
import { checkCitations } from "./rules/check-citations.ts";
import { checkColours } from "./rules/check-colours.ts";
import { checkPetitionTexts, checkSameEntries } from "./rules/check-language.ts";
import { checkPage } from "./rules/check-page.ts";
import { checkPublished } from "./rules/check-published.ts";

/** A campaign's folder and what is wrong in it; `campaign` is null while anything is. */
export type CheckedCatalogue = {
  catalogue: Catalogue;
  problems: Problem[];
  campaign: CatalogueCampaign | null;
  /** Petitions whose current text is not in published.yaml yet. */
  unpublished: string[];
};

/** Reads a campaign's folder and checks it against every rule; needs no database and changes nothing. */
export async function checkCatalogue(folder: string): Promise<CheckedCatalogue> {
  return checkRead(await readCatalogue(folder));
}

/** The same for files in memory: drafts from the console are checked by the rules for folders. */
export async function checkCatalogueFiles(files: ReadonlyMap<string, string>): Promise<CheckedCatalogue> {
  return checkRead(await readCatalogueFiles(files));
}

function checkRead(catalogue: Catalogue): CheckedCatalogue {
  if (catalogue.campaign) {
    checkCampaign(catalogue.campaign.file, catalogue.campaign.contents);
    checkColours(catalogue.campaign.file, catalogue.campaign.contents);
  }
  if (catalogue.sources) checkSources(catalogue.sources.file, catalogue.sources.contents);
  checkTexts(catalogue);
  const campaign = composeCampaign(catalogue);
  const published: Published = catalogue.published?.contents ?? new Map();
  if (campaign) checkPublished(catalogue, campaign, published, publishedName);
  const unpublished = campaign?.petitions.filter(
    ({ id, today }) => !published.get(id)?.some(({ version }) => version === today.version),
  );
  return {
    catalogue,
    problems: sortProblems(catalogue.problems),
    campaign: catalogue.problems.length === 0 ? campaign : null,
    unpublished: (unpublished ?? []).map(({ id }) => id),
  };
}

function checkTexts({ campaign, sources, texts }: Catalogue): void {
  const [first] = texts;
  if (!campaign || !sources || !first) return;
  for (const { file, contents } of texts.values()) {
    checkPage(file, contents.page, sources.contents);
    checkSameEntries(file, contents.page, first[1].contents.page, first[0]);
    checkCitations(file, contents.page, sources.contents);
    checkPetitionTexts(file, contents, campaign.contents.petitions, sources.contents);
  }
}
