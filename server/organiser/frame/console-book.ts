import { frameOf, type Locale, languages } from "#campaigns/platform/languages/languages.ts";
import { readAreas } from "#campaigns/platform/languages/translate.ts";
import { makePhrasebook, type Phrasebook } from "#server/page/phrasebook.ts";

/** A phrasebook for the console's messages; keys start with the area, such as `accounts.title`. */
export type ConsoleBook = Phrasebook;

const say = readAreas(new URL("../messages/", import.meta.url));
const books = new Map(languages.map(({ code }) => [code, makePhrasebook(code, say(code))]));

/** The console's phrasebook for a language. */
export function consoleBook(locale: Locale): ConsoleBook {
  const book = books.get(frameOf(locale));
  if (!book) throw new RangeError(`No phrasebook for the language "${locale}".`);
  return book;
}
