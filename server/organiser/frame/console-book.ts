import { type Locale, languages } from "#campaigns/languages/languages.ts";
import { readAreas } from "#campaigns/languages/translate.ts";
import { makePhrasebook, type Phrasebook } from "#server/public/page/phrasebook.ts";

/** A phrasebook on the console's messages; keys begin with the area, such as `accounts.title`. */
export type ConsoleBook = Phrasebook;

const say = readAreas(new URL("../messages/", import.meta.url));
const books = new Map(languages.map(({ code }) => [code, makePhrasebook(code, say(code))]));

/** The console's phrasebook of a language. */
export function consoleBook(locale: Locale): ConsoleBook {
  const book = books.get(locale);
  if (!book) throw new RangeError(`No phrasebook for the language "${locale}".`);
  return book;
}
