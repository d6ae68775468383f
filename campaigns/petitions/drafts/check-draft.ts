import { problemOfFile } from "../../texts/yaml-file.ts";
import type { Campaign, PetitionVersion } from "../campaign.ts";
import { type CheckedCatalogue, checkCatalogueFiles } from "../check-catalogue.ts";
import { composeCampaign } from "../compose-campaign.ts";
import { readCatalogueFiles } from "../read-catalogue.ts";
import { petitionEntries, textFiles } from "./draft-files.ts";
import type { OpenDraft } from "./open-draft.ts";
import { listAt, type Plain, type PlainFiles, plainAt, withPlain, writePlain } from "./plain.ts";

import { unsignedMeanings } from "./same-meaning.ts";

type ToCheck = Pick<OpenDraft, "draft" | "live" | "merged">;

/**
 * Checks the campaign that publishing a draft would produce, by the rules for folders. Petitions whose wording
 * differs from the published one get the next version number, dated `now`.
 */
export async function checkDraft(open: ToCheck, now: Date): Promise<CheckedCatalogue> {
  const { draft, live } = open;
  const checked = await checkWords(open, now);
  if (checked.campaign) {
    const unsigned = unsignedMeanings(draft, checked.campaign, live);
    if (unsigned.length > 0) return { ...checked, campaign: null, problems: unsigned };
  }
  const closesAt = checked.catalogue.campaign?.contents.closesAt;
  if (draft.petition !== null || live || !closesAt || closesAt > now) return checked;
  const problem = { ...problemOfFile("campaign.yaml", "closes-in-the-past", {}), path: ["closesAt"] };
  return { ...checked, campaign: null, problems: [...checked.problems, problem] };
}

/** The same without asking whether languages whose words stay still say the same: what is signed with that. */
export function checkWords({ live, merged }: ToCheck, now: Date): Promise<CheckedCatalogue> {
  const files = withoutEmptyShares(merged);
  return withVersions(files, live, now).then((versioned) => checkCatalogueFiles(writePlain(versioned)));
}

/** A text to share that is not translated is left out of its language; the first language needs its words. */
function withoutEmptyShares(files: PlainFiles): PlainFiles {
  const [, ...others] = textFiles(files);
  const path = ["page", "shares"];
  const full = others.map((name) => {
    const shares = listAt(files.get(name), path);
    const kept = shares.filter((share) => (plainAt(share, ["text"]) ?? "") !== "");
    const file = files.get(name) ?? null;
    return [name, kept.length < shares.length ? withPlain(file, path, kept) : file] as const;
  });
  return new Map([...files, ...full]);
}

async function withVersions(files: PlainFiles, live: Campaign | null, now: Date): Promise<PlainFiles> {
  const composed = composeCampaign(await readCatalogueFiles(writePlain(files)));
  if (!composed) return files;
  const today = `${now.toISOString().slice(0, 19)}Z`;
  const entries = petitionEntries(files).map((entry) => {
    const id = plainAt(entry, ["id"]);
    const text = composed.petitions.find((petition) => petition.id === id)?.today;
    const last = live?.petitions.find((petition) => petition.id === id)?.versions.at(-1);
    if (text && last && isSameText(text, last)) return entry;
    return dated(entry, (last?.version ?? 0) + 1, today);
  });
  return new Map(files).set("campaign.yaml", withPlain(files.get("campaign.yaml"), ["petitions"], entries));
}

function dated(entry: Plain, version: number, publishedAt: string): Plain {
  return withPlain(withPlain(entry, ["version"], version), ["publishedAt"], publishedAt);
}

function isSameText(one: PetitionVersion, other: PetitionVersion): boolean {
  const hashes = ({ texts }: PetitionVersion) =>
    Object.entries(texts)
      .map(([locale, { sha256 }]) => `${locale} ${sha256}`)
      .sort()
      .join();
  return hashes(one) === hashes(other);
}
