import type { Organisation } from "#campaigns/organisations/organisation.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { type Locale, languageOf, locales } from "#campaigns/platform/languages/languages.ts";
import { addresses } from "../../page/addresses.ts";
import { aboutPages } from "../about/about.view.ts";

/** The address of a page in each language. */
type Addressed = (locale: Locale) => string;

/** Pages that are there in the same languages. */
type Group = { languages: readonly Locale[]; pages: readonly Addressed[] };

/** Every page that may be found, in every language with its translations, for search engines. */
export function sitemap(
  publicUrl: string,
  campaigns: readonly Campaign[],
  organisations: readonly Organisation[],
): string {
  const own: Addressed[] = [
    addresses.home,
    (locale) => addresses.network(locale),
    addresses.help,
    ...organisations.map(
      ({ slug }): Addressed =>
        (locale) =>
          addresses.organisation(locale, slug),
    ),
    ...aboutPages.map(
      (page): Addressed =>
        (locale) =>
          addresses.about(locale, page),
    ),
  ];
  const groups: Group[] = [
    { languages: locales, pages: own },
    ...campaigns.map((campaign) => ({ languages: campaign.languages, pages: campaignPages(campaign) })),
  ];
  const entries = groups.flatMap(({ languages, pages }) =>
    pages.flatMap((page) => languages.map((locale) => entryOf(publicUrl, page, locale, languages))),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${entries.join("")}</urlset>
`;
}

function campaignPages({ slug, petitions }: Campaign): Addressed[] {
  return [
    ...petitions.map(
      ({ country }): Addressed =>
        (locale) =>
          addresses.campaign(locale, slug, country),
    ),
    (locale) => addresses.numbers(locale, slug),
    (locale) => addresses.updates(locale, slug),
  ];
}

/** Addresses are made of codes and slugs: nothing in them has to be escaped. */
function entryOf(publicUrl: string, page: Addressed, locale: Locale, languages: readonly Locale[]): string {
  const translations = languages
    .map(languageOf)
    .map(
      ({ code, intl }) => `<xhtml:link rel="alternate" hreflang="${intl}" href="${publicUrl}${page(code)}"/>`,
    );
  return `<url><loc>${publicUrl}${page(locale)}</loc>${translations.join("")}</url>\n`;
}
