import { match } from "@formatjs/intl-localematcher";

/**
 * The languages Sheaf is translated to; `intl` is the tag for Intl, `dates` the one used to format dates (Sheaf's
 * English is British), `name` is the language's own name.
 */
export const languages = [
  { code: "en", intl: "en", dates: "en-GB", direction: "ltr", name: "English" },
  { code: "fr", intl: "fr", dates: "fr", direction: "ltr", name: "Français" },
  { code: "es", intl: "es", dates: "es", direction: "ltr", name: "Español" },
  { code: "th", intl: "th", dates: "th", direction: "ltr", name: "ไทย" },
  { code: "ar", intl: "ar", dates: "ar", direction: "rtl", name: "العربية" },
  { code: "tl", intl: "fil", dates: "fil", direction: "ltr", name: "Tagalog" },
] as const;

/** A language that pages, mails and the console speak themselves: a row of the table above. */
export type FrameLocale = (typeof languages)[number]["code"];

/** Any language that `isLocale` accepts: campaigns and updates may be written in it. */
export type Locale = FrameLocale | (string & {});

/** What is known of a language. */
export type Language = {
  code: Locale;
  intl: string;
  dates: string;
  direction: "ltr" | "rtl";
  name: string;
};

/** The codes that Sheaf is translated to, in the order of the table. */
export const locales: readonly FrameLocale[] = languages.map((language) => language.code);

const rows: ReadonlyMap<string, Language> = new Map(languages.map((row) => [row.code, row]));
/** Described once; regions and scripts make more codes than are worth keeping. */
const known = new Map<string, Language>();
const mostKnown = 1_000;
const names = new Intl.DisplayNames("en", { type: "language", fallback: "none" });
const shape = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/;

/** Tells whether Sheaf is translated to a language. */
export function isFrameLocale(code: string): code is FrameLocale {
  return rows.has(code);
}

/** Tells whether a code, in its one right spelling, is a language that Intl knows. */
export function isLocale(code: string): boolean {
  return findLanguage(code) !== null;
}

/** What is known of a language. @throws RangeError when Intl does not know it. */
export function languageOf(locale: Locale): Language {
  const language = findLanguage(locale);
  if (!language) throw new RangeError(`Intl knows no language "${locale}".`);
  return language;
}

/** The language that pages and mails speak around texts in another: the nearest of the table, or else English. */
export function frameOf(locale: Locale): FrameLocale {
  if (isFrameLocale(locale)) return locale;
  const nearest = nearestLocale([locale], locales, "en");
  return isFrameLocale(nearest) ? nearest : "en";
}

/**
 * The first language wanted that is offered, or else the one offered that its readers most likely read, by the
 * distances that Unicode keeps; `otherwise` when none is near.
 */
export function nearestLocale(
  wanted: readonly Locale[],
  offered: readonly Locale[],
  otherwise: Locale,
): Locale {
  const [most] = wanted;
  if (most !== undefined && offered.includes(most)) return most;
  const tags = offered.map((locale) => languageOf(locale).intl);
  const found = match([...wanted], tags, languageOf(otherwise).intl);
  return offered[tags.indexOf(found)] ?? otherwise;
}

let all: readonly Locale[] | undefined;

/** Every language that Intl knows by a name, those of the table first. */
export function allLocales(): readonly Locale[] {
  all ??= [...new Set([...locales, ...codesUpTo(3).filter(isNamed)])];
  return all;
}

function codesUpTo(length: number): string[] {
  const letters = Array.from("abcdefghijklmnopqrstuvwxyz");
  let codes = letters;
  const found: string[] = [];
  for (let size = 2; size <= length; size += 1) {
    codes = codes.flatMap((code) => letters.map((letter) => code + letter));
    found.push(...codes);
  }
  return found;
}

function findLanguage(code: string): Language | null {
  const row = rows.get(code);
  if (row) return row;
  if (!shape.test(code)) return null;
  const before = known.get(code);
  if (before !== undefined) return before;
  if (!isNamed(code)) return null;
  const found = describe(code);
  if (known.size < mostKnown) known.set(code, found);
  return found;
}

/** Not what has no name, nor old spellings, nor a second code of a language in the table. */
function isNamed(code: string): boolean {
  if (names.of(code) === undefined) return false;
  return (
    Intl.getCanonicalLocales(code)[0] === code &&
    languages.every(({ intl }) => intl !== code || rows.has(code))
  );
}

function describe(code: string): Language {
  const own = new Intl.DisplayNames(code, { type: "language" });
  const direction = new Intl.Locale(code).getTextInfo().direction === "rtl" ? "rtl" : "ltr";
  return { code, intl: code, dates: code, direction, name: own.of(code) ?? code };
}
