import { html, raw } from "hono/html";
import { frameOf, type Locale, languageOf, languages } from "#campaigns/platform/languages/languages.ts";
import { readMessages, type Translate } from "#campaigns/platform/languages/translate.ts";
import type { Html } from "./html.ts";

/** What a page needs to speak one language: its texts, and numbers, dates and lists in that language's format. */
export type Phrasebook = {
  /** The language of the page's address, in which the campaign's own texts are. */
  locale: Locale;
  /** The language of Sheaf's own words around them: the same, or the nearest that Sheaf is translated to. */
  tag: string;
  direction: "ltr" | "rtl";
  /** The text of a key; throws when there is none. */
  say: Translate;
  /** The plural form for a number; `{{number}}` in the text is the formatted number. */
  count(key: string, count: number, gaps?: Readonly<Record<string, string>>): string;
  /** A text whose gaps are pieces of a page, such as a link. */
  fill(key: string, gaps: Readonly<Record<string, Html>>): Html;
  number(value: number): string;
  /** A date, in UTC, with the month in words. */
  day(at: Date): string;
  /** A date and time, in UTC. */
  moment(at: Date): string;
  /** The same as calendars show it in a time zone. */
  dayIn(at: Date, timeZone: string): string;
  /** A day and a time of day as clocks show them in a time zone, which is named. */
  momentIn(at: Date, timeZone: string): string;
  list(parts: string[]): string;
  /** All plural forms of a text without gaps, for scripts: `{ one: "...", other: "..." }`. */
  forms(key: string): Record<string, string>;
};

const say = readMessages(new URL("../public/messages/", import.meta.url));

/** The phrasebook for a language. */
export function phrasebook(locale: Locale): Phrasebook {
  const book = books.get(frameOf(locale));
  if (!book) throw new RangeError(`No phrasebook for the language "${locale}".`);
  return book.locale === locale ? book : { ...book, locale };
}

/** The attributes of a text in another language than the words around it; nothing when they are in the same. */
export function speech({ tag }: Pick<Phrasebook, "tag">, locale: Locale): Html {
  const { intl, direction } = languageOf(locale);
  return intl === tag ? raw("") : html` lang="${intl}" dir="${direction}"`;
}

/** Marks the name of a gap: a private use character, which no text contains. */
const edge = "\u{e000}";

function fill(text: Translate, key: string, gaps: Readonly<Record<string, Html>>): Html {
  const marks = Object.fromEntries(Object.keys(gaps).map((name) => [name, `${edge}${name}${edge}`]));
  const parts = text(key, marks).split(edge);
  return html`${parts.map((part, index) => (index % 2 === 0 ? part : (gaps[part] ?? raw(""))))}`;
}

/** Creates a language's phrasebook for texts other than those of the public pages. */
export function makePhrasebook(locale: Locale, text: Translate): Phrasebook {
  const { intl: tag, dates, direction } = languageOf(locale);
  const latin = { numberingSystem: "latn" } as const;
  const numbers = new Intl.NumberFormat(tag, latin);
  const plurals = new Intl.PluralRules(tag);
  const days = new Intl.DateTimeFormat(dates, { ...latin, dateStyle: "long", timeZone: "UTC" });
  const clock = { ...latin, dateStyle: "long", timeStyle: "short", hourCycle: "h23" } as const;
  const moments = new Intl.DateTimeFormat(dates, { ...clock, timeZone: "UTC" });
  const lists = new Intl.ListFormat(tag, { type: "conjunction" });
  return {
    locale,
    tag,
    direction,
    say: text,
    count: (key, count, gaps) => text(key, { ...gaps, count, number: numbers.format(count) }),
    fill: (key, gaps) => fill(text, key, gaps),
    number: (value) => numbers.format(value),
    day: (at) => days.format(at),
    dayIn: (at, timeZone) =>
      new Intl.DateTimeFormat(dates, { ...latin, dateStyle: "long", timeZone }).format(at),
    moment: (at) => moments.format(at),
    momentIn: (at, timeZone) => {
      const shown = new Intl.DateTimeFormat(dates, { ...clock, timeZone });
      const zone = new Intl.DateTimeFormat(tag, { timeZone, timeZoneName: "long" });
      const name = zone.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value;
      return `${shown.format(at)} (${name ?? timeZone})`;
    },
    list: (parts) => lists.format(parts),
    forms: (key) => Object.fromEntries(samples(plurals).map(([form, count]) => [form, text(key, { count })])),
  };
}

/** For each plural form of a language, a number that takes it. */
function samples(plurals: Intl.PluralRules): [form: string, count: number][] {
  const numbers = [0, 1, 2, 3, 11, 100, 1_000_000];
  return [...new Map(numbers.map((count) => [plurals.select(count), count]))];
}

const books = new Map<string, Phrasebook>(
  languages.map(({ code }) => [code, makePhrasebook(code, say(code))]),
);
