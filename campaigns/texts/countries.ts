import isoCountries from "i18n-iso-countries/index.js";
import { type FrameLocale, frameOf, type Locale, languageOf } from "../platform/languages/languages.ts";

/** A country or territory by its ISO 3166-1 alpha-2 code (or XK), named in one language. */
export type CountryName = { code: string; name: string };

// XK is not an ISO code: people from Kosovo have no other, and Intl, mail and payment systems all use it.
const codes: ReadonlySet<string> = new Set([...Object.keys(isoCountries.getAlpha2Codes()), "XK"]);

const namesByLocale = new Map<FrameLocale, readonly CountryName[]>();

/** Tells whether a text is the upper-case code of a country that people can sign from. */
export function isCountry(code: string): boolean {
  return codes.has(code);
}

/**
 * All countries, named and sorted as readers of the language's frame expect. Computed once per process and language.
 */
export function countryNames(locale: Locale): readonly CountryName[] {
  const frame = frameOf(locale);
  const known = namesByLocale.get(frame);
  if (known) return known;
  const { intl } = languageOf(frame);
  const regions = new Intl.DisplayNames(intl, { type: "region" });
  const collator = new Intl.Collator(intl);
  const names = Array.from(codes, (code) => ({ code, name: regions.of(code) ?? code })).sort((one, other) =>
    collator.compare(one.name, other.name),
  );
  namesByLocale.set(frame, names);
  return names;
}
