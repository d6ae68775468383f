import type { Campaign } from "../campaign.ts";
import { campaignContents } from "../campaign-contents.ts";
import { writeCatalogue } from "../write-catalogue.ts";
import type { Draft } from "./draft.model.ts";
import { keysAt, listAt, type Plain, type PlainFiles, parsePlain, plainAt, withPlain } from "./plain.ts";

/** The files of a campaign as people see it today. */
export function liveFiles(campaign: Campaign): PlainFiles {
  return parsePlain(writeCatalogue(campaignContents(campaign)));
}

/** The files of a draft as they are stored. */
export function ownFiles({ files }: Pick<Draft, "files">): PlainFiles {
  return parsePlain(files.map(({ name, text }) => [name, text] as const));
}

/**
 * What would be published: the campaign as people see it, with the draft's part replaced. A draft of the page leaves
 * petitions and settings alone, one of a petition everything else; before the first publication the draft is
 * everything.
 */
export function mergeFiles(
  draft: Pick<Draft, "petition">,
  own: PlainFiles,
  live: PlainFiles | null,
): PlainFiles {
  if (!live) return own;
  return draft.petition === null ? withPage(own, live) : withPetition(draft.petition, own, live);
}

function withPage(own: PlainFiles, live: PlainFiles): PlainFiles {
  const merged = new Map(live);
  merged.set("sources.yaml", own.get("sources.yaml") ?? null);
  for (const name of textFiles(live)) {
    merged.set(name, withPlain(live.get(name), ["page"], plainAt(own.get(name), ["page"])));
  }
  // A language that is new to the campaign brings its words for all petitions with it.
  const languages = listAt(own.get("campaign.yaml"), ["languages"]);
  merged.set("campaign.yaml", withPlain(live.get("campaign.yaml"), ["languages"], languages));
  for (const name of newTextFiles(own, live)) merged.set(name, own.get(name) ?? null);
  return merged;
}

/** The text files of languages that a draft adds to a campaign. */
export function newTextFiles(own: PlainFiles, live: PlainFiles): string[] {
  const standing = new Set(textFiles(live));
  return textFiles(own).filter((name) => !standing.has(name));
}

function withPetition(id: string, own: PlainFiles, live: PlainFiles): PlainFiles {
  const merged = new Map(live);
  const entries = petitionEntries(live);
  const entry = petitionEntries(own).find((candidate) => plainAt(candidate, ["id"]) === id) ?? null;
  const index = entries.findIndex((candidate) => plainAt(candidate, ["id"]) === id);
  const standing = withPlain(index >= 0 ? entries[index] : entry, ["wording"], id);
  const petitions = index >= 0 ? entries.with(index, standing) : [...entries, standing];
  merged.set("campaign.yaml", withPlain(live.get("campaign.yaml"), ["petitions"], petitions));
  const used = new Set(petitions.map((petition) => plainAt(petition, ["wording"])));
  for (const name of textFiles(live)) {
    let texts: Plain | undefined = live.get(name);
    for (const path of [
      ["offices", id],
      ["wordings", id],
    ]) {
      texts = withPlain(texts, path, wordsAt(own, live, name, path) ?? "");
    }
    for (const wording of keysAt(texts, ["wordings"])) {
      if (!used.has(wording)) texts = withPlain(texts, ["wordings", wording], undefined);
    }
    merged.set(name, texts ?? null);
  }
  return merged;
}

/** A petition's words of its draft; of the campaign, in a language that came to it after the draft was begun. */
function wordsAt(own: PlainFiles, live: PlainFiles, name: string, path: string[]): Plain | undefined {
  if (own.has(name)) return plainAt(own.get(name), path);
  const [list = "", id = ""] = path;
  return plainAt((list === "wordings" ? petitionFiles(id, live) : live).get(name), path);
}

/** The petitions that campaign.yaml lists. */
export function petitionEntries(files: PlainFiles): Plain[] {
  return listAt(files.get("campaign.yaml"), ["petitions"]);
}

/** The names of the text files, the first language's first. */
export function textFiles(files: PlainFiles): string[] {
  return listAt(files.get("campaign.yaml"), ["languages"]).map((locale) => `texts/${String(locale)}.yaml`);
}

/** The files of one petition of a campaign, with a wording of its own: the starting point of its draft. */
export function petitionFiles(id: string, live: PlainFiles): PlainFiles {
  const files = new Map(live);
  const entry = petitionEntries(live).find((candidate) => plainAt(candidate, ["id"]) === id);
  const wording = String(plainAt(entry, ["wording"]) ?? id);
  for (const name of textFiles(live)) {
    const words = plainAt(live.get(name), ["wordings", wording]) ?? "";
    files.set(name, withPlain(live.get(name), ["wordings", id], words));
  }
  return files;
}

/** The files of a campaign without the wording of its petitions, each of which has its own draft. */
export function pageFiles(live: PlainFiles): PlainFiles {
  const files = new Map(live);
  for (const name of textFiles(live)) {
    const page = withPlain(live.get(name), ["offices"], undefined);
    files.set(name, withPlain(page, ["wordings"], undefined));
  }
  return files;
}
