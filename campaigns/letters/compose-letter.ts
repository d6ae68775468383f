import { layOutHtml } from "../mail/lay-out-html.ts";
import { layOutText } from "../mail/lay-out-text.ts";
import type { Letter, LetterFacts, LetterKind } from "../mail/letter.ts";
import { wordLetter } from "../mail/letter-wording.ts";
import { withoutIsolates } from "../mail/plain-line.ts";
import type { Locale } from "../platform/languages/languages.ts";

/**
 * Writes a letter in the signer's language: subject, text, HTML and their headers. The subject names neither
 * campaign nor person. Throws TypeError when `confirm` or `remind` lacks its link, or a link is not a web address.
 */
export function composeLetter(kind: LetterKind, locale: Locale, facts: LetterFacts): Letter {
  const wording = wordLetter(kind, locale, facts);
  return {
    subject: withoutIsolates(wording.subject),
    text: layOutText(wording, locale),
    html: layOutHtml(wording, locale, facts.colours),
    headers: { "Content-Language": locale },
  };
}
