import type { Locale } from "../platform/languages/languages.ts";
import { countryNames } from "../texts/countries.ts";
import type { Organisation } from "./organisation.ts";

/** The organisations of one country. */
export type CountryOrganisations = { country: string; name: string; organisations: Organisation[] };

/**
 * The organisations of today by country, in the alphabet of a language. With a query, those in whose name, address or
 * country's name (in that language or in English) every word of it stands; accents and capitals do not matter.
 */
export function organisationsByCountry(
  all: readonly Organisation[],
  locale: Locale,
  query: string,
): CountryOrganisations[] {
  const words = fold(query).split(/\s+/u).filter(Boolean);
  const english = new Map(countryNames("en").map(({ code, name }) => [code, name]));
  const found: CountryOrganisations[] = [];
  for (const { code, name } of countryNames(locale)) {
    const organisations = all.filter((organisation) => {
      if (organisation.endedAt !== null || !organisation.countries.includes(code)) return false;
      const text = fold(
        [organisation.name, organisation.address ?? "", code, name, english.get(code) ?? ""].join("\n"),
      );
      return words.every((word) => text.includes(word));
    });
    if (organisations.length > 0) found.push({ country: code, name, organisations });
  }
  return found;
}

/** Accents and capitals away; vowels and tones of Thai are letters in their own right and stay. */
function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f\u064b-\u065f]/gu, "")
    .toLowerCase();
}
