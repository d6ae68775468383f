import { Type } from "typebox";
import type { Part } from "#campaigns/petitions/drafts/passages.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";

const slug = Type.String({ minLength: 1, maxLength: 80 });

/** The parameters in the addresses of campaigns and their petitions. */
export const params = {
  campaign: Type.Object({ campaign: slug }),
  petition: Type.Object({ campaign: slug, petition: Type.String({ minLength: 1, maxLength: 40 }) }),
} as const;

/** In addresses, this word takes the place of a petition's id for the campaign's page. */
const pageWord = "page";

/** The petition that an address names; null for the campaign's page. */
export function petitionIn(word: string): string | null {
  return word === pageWord ? null : word;
}

/** What is edited or previewed: a language, or the sources; if omitted, the first language. */
export const inQuery = Type.Object({
  in: Type.Optional(Type.Unsafe<Part>(Type.String({ maxLength: 11 }))),
  done: Type.Optional(Type.String({ maxLength: 20 })),
});

/** The language in a query. */
export const localeQuery = Type.Object({
  in: Type.String({ maxLength: 11 }),
});

/** The addresses of all pages about campaigns and petitions. */
export const urls = {
  list: "/organiser/campaigns",
  begin: "/organiser/campaigns/new",
  overview: (campaign: string) => `/organiser/c/${campaign}/petitions`,
  draft: (campaign: string, petition: string | null) =>
    `/organiser/c/${campaign}/petitions/${petition ?? pageWord}`,
  edit: (campaign: string, petition: string | null, part: Part) =>
    `${urls.draft(campaign, petition)}?in=${part}`,
  preview: (campaign: string, petition: string | null, locale: Locale) =>
    `${urls.draft(campaign, petition)}/preview?in=${locale}`,
  changes: (campaign: string, petition: string | null) => `${urls.draft(campaign, petition)}/changes`,
  languages: (campaign: string) => `/organiser/c/${campaign}/languages`,
  address: (campaign: string) => `/organiser/c/${campaign}/address`,
  posters: (campaign: string) => `/organiser/c/${campaign}/posters`,
  sources: (campaign: string) => `/organiser/c/${campaign}/sources`,
  shares: (campaign: string) => `/organiser/c/${campaign}/shares`,
  settings: (campaign: string) => `/organiser/c/${campaign}/settings`,
  schedule: (campaign: string) => `/organiser/c/${campaign}/schedule`,
} as const;
