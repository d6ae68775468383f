import { checkDraft } from "#campaigns/petitions/drafts/check-draft.ts";
import type { OpenDraft } from "#campaigns/petitions/drafts/open-draft.ts";
import { fileOf, type Part, type Passage, passagesOf } from "#campaigns/petitions/drafts/passages.ts";
import { listAt, plainAt } from "#campaigns/petitions/drafts/plain.ts";
import { isLocale, type Locale } from "#campaigns/platform/languages/languages.ts";
import type { Problem } from "#campaigns/texts/yaml-file.ts";

/** A draft's progress. */
export type DraftProgress = {
  name: string;
  languages: { locale: Locale; passages: Passage[]; empty: number }[];
  sources: number;
  problems: Problem[];
};

/** Counts what is written and finds what is wrong, by the rules for publication. */
export async function draftProgress(open: OpenDraft, now: Date): Promise<DraftProgress> {
  const { problems } = await checkDraft(open, now);
  const [first = "en"] = languagesOf(open);
  return {
    name: draftName(open, first),
    languages: languagesOf(open).map((locale) => {
      const passages = passagesIn(open, locale);
      return {
        locale,
        passages,
        empty: passages.filter((passage) => isMissing(passage, locale === first)).length,
      };
    }),
    sources: listAt(open.own.get("sources.yaml"), ["sources"]).length,
    problems,
  };
}

/** Only the first language needs words to share: in the others, Sheaf's own stand in for them. */
function isMissing({ text, kind, list }: Passage, isFirst: boolean): boolean {
  return text === "" && kind !== "flag" && (isFirst || list?.name !== "shares");
}

/** A draft's languages, starting with the one it is written in first. */
export function languagesOf({ own }: Pick<OpenDraft, "own">): Locale[] {
  return listAt(own.get("campaign.yaml"), ["languages"]).map(String).filter(isLocale);
}

/** The passages of one part of a draft. */
export function passagesIn({ draft, own }: Pick<OpenDraft, "draft" | "own">, part: Part): Passage[] {
  return passagesOf(part, own.get(fileOf(part)), draft.petition);
}

/** A campaign's name in a language, or in its first one, or its web address. */
export function draftName(open: Pick<OpenDraft, "own" | "draft">, locale: Locale): string {
  const name = (of: Locale | undefined) => {
    const found = of && plainAt(open.own.get(fileOf(of)), ["page", "name"]);
    return typeof found === "string" ? found : "";
  };
  return name(locale) || name(languagesOf(open)[0]) || open.draft.campaign;
}
