import { checkMarked, checkPlain } from "../../texts/check-texts.ts";
import { show } from "../../texts/fields.ts";
import type { SourcesFile } from "../../texts/sources-file.ts";
import type { YamlFile } from "../../texts/yaml-file.ts";
import type { Campaign } from "../campaign.ts";
import { officeGap } from "../compose-text.ts";
import type { PetitionEntry } from "../reading/campaign-file.ts";
import type { TextsFile } from "../reading/texts-file.ts";

type Page = Campaign["pages"][string];

/** Reports offices and wordings that petitions lack or that none uses, and violations of the figure rule in them. */
export function checkPetitionTexts(
  file: YamlFile,
  { offices, wordings }: TextsFile,
  petitions: readonly PetitionEntry[],
  sources: SourcesFile,
): void {
  const ids = petitions.map(({ id }) => id);
  for (const id of new Set(ids)) {
    if (Object.hasOwn(offices, id) || !id) continue;
    file.refuse(["offices"], "office-missing", { petition: id });
  }
  for (const [id, office] of Object.entries(offices)) {
    if (!ids.includes(id)) file.refuse(["offices", id], "office-unused", { petition: id });
    checkPlain(file, ["offices", id], office);
  }
  const used = new Set(petitions.map(({ wording }) => wording));
  for (const wording of used) {
    if (Object.hasOwn(wordings, wording) || !wording) continue;
    file.refuse(["wordings"], "wording-missing", { wording });
  }
  for (const [name, wording] of Object.entries(wordings)) {
    if (!used.has(name)) file.refuse(["wordings", name], "wording-unused", { wording: name });
    checkWording(file, name, wording, sources);
  }
}

function checkWording(file: YamlFile, name: string, wording: string, sources: SourcesFile): void {
  const path = ["wordings", name];
  checkMarked(file, path, wording, sources);
  if (wording && !wording.includes(officeGap)) {
    file.refuse(path, "wording-without-office", { wording: name });
  }
  const [gap] = wording.replaceAll(officeGap, "").match(/[{}][^{}\s]{0,20}\}?/) ?? [];
  if (gap) file.refuse(path, "wording-gap-unknown", { wording: name, gap }, gap);
}

/**
 * Reports a page whose lists differ in length from the first language's, or whose facts and handovers are ordered
 * differently.
 */
export function checkSameEntries(file: YamlFile, page: Page, first: Page, language: string): void {
  for (const list of ["why", "facts", "runBy", "handovers"] as const) {
    const [here, there] = [page[list].length, first[list].length];
    // Missing required lists were already reported.
    const isMissing = (list === "why" || list === "runBy") && (here === 0 || there === 0);
    if (isMissing || here === there) continue;
    const gaps = { at: show(["page", list]), here, language, there };
    file.refuse(here > 0 ? ["page", list] : ["page"], "entries-differ", gaps);
  }
  checkSameOptional(file, page, first, language);
  page.facts.forEach(({ source }, index) => {
    const expected = first.facts[index]?.source;
    if (expected === undefined || source === expected) return;
    const path = ["page", "facts", index];
    file.refuse([...path, "source"], "fact-source-differs", { at: show(path), source, language, expected });
  });
  page.handovers.forEach(({ ongoing }, index) => {
    const expected = first.handovers[index]?.ongoing;
    if (expected === undefined || ongoing === expected) return;
    const path = ["page", "handovers", index];
    const code = ongoing ? "handover-ongoing" : "handover-done";
    file.refuse([...path, "ongoing"], code, { at: show(path), language });
  });
}

/**
 * Corrections may be omitted, but only in all languages alike. A text to share may be missing in a language other than
 * the first: its readers share Sheaf's own words.
 */
function checkSameOptional(file: YamlFile, page: Page, first: Page, language: string): void {
  const marks = {
    corrections: (of: Page) => of.corrections?.map(({ at, source }) => `${at.toISOString()} [^${source}]`),
    shares: (of: Page) => of.shares?.map(({ variant }) => variant),
  };
  for (const list of ["corrections", "shares"] as const) {
    const [here, there] = [marks[list](page) ?? [], marks[list](first) ?? []].map((of) => of.join(", "));
    if (here === there || (list === "shares" && isPartOf(page, first))) continue;
    const path = page[list]?.length ? ["page", list] : ["page"];
    const orNone = (marks: string | undefined) => marks || ({ word: "none" } as const);
    const gaps = { at: show(["page", list]), here: orNone(here), language, there: orNone(there) };
    file.refuse(path, "optional-differ", gaps);
  }
}

function isPartOf(page: Page, first: Page): boolean {
  const variants = new Set(first.shares?.map(({ variant }) => variant));
  return (page.shares ?? []).every(({ variant }) => variants.has(variant));
}
