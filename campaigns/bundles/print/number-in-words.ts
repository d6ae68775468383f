import { toCardinal as inArabic } from "n2words/ar-SA";
import { toCardinal as inEnglish } from "n2words/en-GB";
import { toCardinal as inSpanish } from "n2words/es-ES";
import { toCardinal as inFrench } from "n2words/fr-FR";
import { toCardinal as inThai } from "n2words/th-TH";
import type { FrameLocale } from "../../platform/languages/languages.ts";

/**
 * Tagalog is missing: n2words joins its numbers wrongly ("dalawampu isa"), and offices of the Philippines write numbers
 * out in English.
 */
const languages: Partial<Record<FrameLocale, (number: number) => string>> = {
  en: inEnglish,
  fr: inFrench,
  es: (number) => clipUno(inSpanish(number)),
  th: inThai,
  ar: inArabic,
};

/** Writes a whole number out, in English where we can't in the language; `locale` says in which it is. */
export function numberInWords(number: number, locale: FrameLocale): { words: string; locale: FrameLocale } {
  const write = languages[locale];
  return write ? { words: write(number), locale } : { words: inEnglish(number), locale: "en" };
}

/** In Spanish "uno" loses its end before "mil" and "millones", which n2words forgets. */
function clipUno(words: string): string {
  return words.replaceAll(/veintiuno(?= mil)/gu, "veintiún").replaceAll(/\buno(?= mil)/gu, "un");
}
