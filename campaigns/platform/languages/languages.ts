/**
 * The languages Sheaf supports; `intl` is the tag for Intl, `dates` the one used to format dates (Sheaf's English is
 * British), `name` is the language's own name.
 */
export const languages = [
  { code: "en", intl: "en", dates: "en-GB", direction: "ltr", name: "English" },
  { code: "fr", intl: "fr", dates: "fr", direction: "ltr", name: "Français" },
  { code: "es", intl: "es", dates: "es", direction: "ltr", name: "Español" },
  { code: "th", intl: "th", dates: "th", direction: "ltr", name: "ไทย" },
  { code: "ar", intl: "ar", dates: "ar", direction: "rtl", name: "العربية" },
  { code: "tl", intl: "fil", dates: "fil", direction: "ltr", name: "Tagalog" },
] as const;

/** A language of the table above. */
export type Language = (typeof languages)[number];

/** The code of a language, as used in addresses and on signatures. */
export type Locale = Language["code"];

/** All codes, in the order of the table. */
export const locales: readonly Locale[] = languages.map((language) => language.code);

/** Finds a language by its code; undefined when Sheaf does not support it. */
function findLanguage(code: string): Language | undefined {
  return languages.find((language) => language.code === code);
}

/** Tells whether Sheaf supports a language. */
export function isLocale(code: string): code is Locale {
  return findLanguage(code) !== undefined;
}

/** The row of a supported language. */
export function languageOf(locale: Locale): Language {
  const language = findLanguage(locale);
  if (!language) throw new RangeError(`No language "${locale}" in the table of languages.`);
  return language;
}
