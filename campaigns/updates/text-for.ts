import type { Locale } from "../languages/languages.ts";
import type { Update, UpdateText } from "./update.model.ts";

/** The text that readers of a language get: in their own, else in the first language of the fallback order that has one. */
export function textFor(
  { texts, fallback }: Pick<Update, "texts" | "fallback">,
  locale: Locale,
): { locale: Locale; text: UpdateText } | undefined {
  for (const candidate of [locale, ...fallback]) {
    const text = texts[candidate];
    if (text) return { locale: candidate, text };
  }
  return undefined;
}
