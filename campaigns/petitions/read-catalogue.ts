import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { isLocale, type Locale } from "../platform/languages/languages.ts";
import { readSourcesFile, type SourcesFile } from "../texts/sources-file.ts";
import { nameOfFile, type Problem, problemOfFile, YamlFile } from "../texts/yaml-file.ts";
import { type CampaignFile, readCampaignFile } from "./reading/campaign-file.ts";
import { type Published, readPublishedFile } from "./reading/published-file.ts";
import { readTextsFile, type TextsFile } from "./reading/texts-file.ts";

/** The contents of a file in a campaign's folder, and the file itself, which knows the line numbers. */
type CatalogueFile<Contents> = { file: YamlFile; contents: Contents };

/** A campaign's folder as it was read; whatever is missing or not YAML is null or absent. */
export type Catalogue = {
  campaign: CatalogueFile<CampaignFile> | null;
  sources: CatalogueFile<SourcesFile> | null;
  texts: Map<Locale, CatalogueFile<TextsFile>>;
  /** Null before the first `sheaf campaigns publish`. */
  published: CatalogueFile<Published> | null;
  /** All problems found so far; the files add to it. */
  problems: Problem[];
};

/** The file of a campaign's folder that locks the published texts. */
export const publishedName = "published.yaml";

/** Where a campaign's files come from: a folder, or a draft. */
type Shelf = {
  /** How problems refer to a file. */
  shown(name: string): string;
  /** The file names in one of its folders, sorted; null when there is no such folder. */
  list(folder: string): Promise<string[] | null>;
  open(name: string, problems: Problem[]): Promise<YamlFile | null>;
};

/** Reads a campaign's folder: campaign.yaml, sources.yaml, texts/, published.yaml. */
export async function readCatalogue(folder: string): Promise<Catalogue> {
  return readShelf({
    shown: (name) => nameOfFile(join(folder, name)),
    list: (inside) =>
      readdir(join(folder, inside)).then(
        (names) => names.sort(),
        () => null,
      ),
    open: (name, problems) => YamlFile.open(join(folder, name), problems),
  });
}

/** Reads the same files from memory, by path within the folder, such as `texts/en.yaml`. */
export async function readCatalogueFiles(files: ReadonlyMap<string, string>): Promise<Catalogue> {
  return readShelf({
    shown: (name) => name,
    list: async (inside) =>
      [...files.keys()]
        .filter((name) => inside === "" || name.startsWith(`${inside}/`))
        .map((name) => (inside === "" ? name : name.slice(inside.length + 1)))
        .sort(),
    open: async (name, problems) => {
      const source = files.get(name);
      if (source !== undefined) return YamlFile.parse(name, source, problems);
      problems.push(problemOfFile(name, "file-missing", {}));
      return null;
    },
  });
}

async function readShelf(shelf: Shelf): Promise<Catalogue> {
  const problems: Problem[] = [];
  const files = await shelf.list("");
  if (!files) {
    problems.push(problemOfFile(shelf.shown(""), "folder-unreadable", {}));
    return { campaign: null, sources: null, texts: new Map(), published: null, problems };
  }
  const read = async <Contents>(name: string, contents: (file: YamlFile) => Contents) => {
    const file = await shelf.open(name, problems);
    return file && { file, contents: contents(file) };
  };
  const campaign = await read("campaign.yaml", readCampaignFile);
  const languages = campaign?.contents.languages.filter(isLocale) ?? [];
  const texts: Catalogue["texts"] = new Map();
  for (const language of new Set(languages)) {
    const file = await read(`texts/${language}.yaml`, readTextsFile);
    if (file) texts.set(language, file);
  }
  if (campaign) refuseStrayTexts(shelf, (await shelf.list("texts")) ?? [], languages, problems);
  return {
    campaign,
    sources: await read("sources.yaml", readSourcesFile),
    texts,
    published: files.includes(publishedName) ? await read(publishedName, readPublishedFile) : null,
    problems,
  };
}

function refuseStrayTexts(shelf: Shelf, names: string[], languages: Locale[], problems: Problem[]): void {
  for (const name of names) {
    if (languages.some((language) => name === `${language}.yaml`)) continue;
    problems.push(problemOfFile(shelf.shown(`texts/${name}`), "text-stray", {}));
  }
}
