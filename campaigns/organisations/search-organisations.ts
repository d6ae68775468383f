import type { Locale } from "../platform/languages/languages.ts";
import { countryNames } from "../texts/countries.ts";
import type { Organisation } from "./organisation.ts";

/** The organisations of one country. */
export type CountryOrganisations = { country: string; name: string; organisations: Organisation[] };

/**
 * Today's organisations by country, in the alphabet of a language. With a query, only those where every word of it
 * occurs in the name, the address or the country's name (in that language or in English); accents and case are
 * ignored.
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

/** Removes accents and case; Thai vowels and tones are letters in their own right and stay. */
function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f\u064b-\u065f]/gu, "")
    .toLowerCase();
}
