import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { petitionEntries } from "#campaigns/petitions/drafts/draft-files.ts";
import type { OpenDraft } from "#campaigns/petitions/drafts/open-draft.ts";
import { fileOf } from "#campaigns/petitions/drafts/passages.ts";
import { plainAt } from "#campaigns/petitions/drafts/plain.ts";
import { textLocale } from "#campaigns/petitions/text-locale.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { languagesOf } from "./draft-progress.ts";

/** The offices that a campaign's petitions address, by id of the petition. */
export type Offices = ReadonlyMap<string, string>;

/** Those of a campaign that people see. */
export function officesOf(campaign: Pick<Campaign, "petitions" | "languages">, locale: Locale): Offices {
  const language = textLocale(campaign, locale);
  return new Map(campaign.petitions.map(({ id, target }) => [id, target[language] ?? ""]));
}

/** Those of a campaign as a draft would make it. */
export function officesOfDraft(open: Pick<OpenDraft, "merged" | "own">, locale: Locale): Offices {
  const languages = languagesOf(open);
  const words = open.merged.get(fileOf(languages.includes(locale) ? locale : (languages[0] ?? "en")));
  return new Map(
    petitionEntries(open.merged).map((entry) => {
      const id = String(plainAt(entry, ["id"]));
      const office = plainAt(words, ["offices", id]);
      return [id, typeof office === "string" ? office : ""];
    }),
  );
}

/** What a petition is called: by its country, or, if it is a campaign's only one, by whom it addresses. */
export function nameOfPetition(book: ConsoleBook, id: string, offices: Offices): string {
  const office = offices.get(id);
  if (offices.size === 1 && office) return office;
  if (id === "international") return book.say("campaigns.overview.everyCountry");
  // Shared wordings have a name of their own.
  if (!/^[a-z]{2}$/.test(id)) return id;
  return new Intl.DisplayNames(book.tag, { type: "region" }).of(id.toUpperCase()) ?? id;
}
