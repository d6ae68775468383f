import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { isLocale, type Locale } from "../languages/languages.ts";
import { type CampaignFile, readCampaignFile } from "./reading/campaign-file.ts";
import { type Published, readPublishedFile } from "./reading/published-file.ts";
import { readSourcesFile, type SourcesFile } from "./reading/sources-file.ts";
import { readTextsFile, type TextsFile } from "./reading/texts-file.ts";
import { nameOfFile, type Problem, YamlFile } from "./reading/yaml-file.ts";

/** What a file of a campaign's folder holds, and the file itself, which knows the lines. */
type CatalogueFile<Contents> = { file: YamlFile; contents: Contents };

/** A campaign's folder as it was read; what is missing or no YAML is null or absent. */
export type Catalogue = {
  campaign: CatalogueFile<CampaignFile> | null;
  sources: CatalogueFile<SourcesFile> | null;
  texts: Map<Locale, CatalogueFile<TextsFile>>;
  /** Null before the first `sheaf campaigns publish`. */
  published: CatalogueFile<Published> | null;
  /** All that was found wrong so far; its files add to it. */
  problems: Problem[];
};

/** The file of a campaign's folder that locks the published texts. */
export const publishedName = "published.yaml";

/** Reads a campaign's folder: campaign.yaml, sources.yaml, texts/, published.yaml. */
export async function readCatalogue(folder: string): Promise<Catalogue> {
  const problems: Problem[] = [];
  const files = await filesIn(folder);
  if (!files) {
    problems.push({
      file: nameOfFile(folder),
      line: 1,
      says: "is no folder that can be read: check its path",
    });
    return { campaign: null, sources: null, texts: new Map(), published: null, problems };
  }
  const read = <Contents>(name: string, contents: (file: YamlFile) => Contents) =>
    openAndRead(join(folder, name), contents, problems);
  const campaign = await read("campaign.yaml", readCampaignFile);
  const languages = campaign?.contents.languages.filter(isLocale) ?? [];
  const texts: Catalogue["texts"] = new Map();
  for (const language of new Set(languages)) {
    const file = await read(join("texts", `${language}.yaml`), readTextsFile);
    if (file) texts.set(language, file);
  }
  if (campaign) refuseStrayTexts(folder, (await filesIn(join(folder, "texts"))) ?? [], languages, problems);
  return {
    campaign,
    sources: await read("sources.yaml", readSourcesFile),
    texts,
    published: files.includes(publishedName) ? await read(publishedName, readPublishedFile) : null,
    problems,
  };
}

async function openAndRead<Contents>(
  path: string,
  contents: (file: YamlFile) => Contents,
  problems: Problem[],
): Promise<CatalogueFile<Contents> | null> {
  const file = await YamlFile.open(path, problems);
  return file && { file, contents: contents(file) };
}

function refuseStrayTexts(folder: string, names: string[], languages: Locale[], problems: Problem[]): void {
  for (const name of names) {
    if (languages.some((language) => name === `${language}.yaml`)) continue;
    const says =
      "is no text of a language listed in campaign.yaml: list its language there, or remove the file";
    problems.push({ file: nameOfFile(join(folder, "texts", name)), line: 1, says });
  }
}

async function filesIn(folder: string): Promise<string[] | null> {
  return readdir(folder).then(
    (names) => names.sort(),
    () => null,
  );
}
