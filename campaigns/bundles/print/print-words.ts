import { type FrameLocale, languageOf } from "../../platform/languages/languages.ts";
import { readMessages, type Translate } from "../../platform/languages/translate.ts";

const wordsIn = readMessages(new URL("messages/", import.meta.url));

/** How prints say and write things in one language: numbers in the digits 0 to 9, days and times in UTC. */
export type PrintWords = {
  say: Translate;
  number(value: number): string;
  /** Of a whole, in per cent. */
  share(part: number, whole: number): string;
  /** A day such as 2026-01-31, in words. */
  day(day: string): string;
  /** A day such as 2026-01-31, as short as the language has it. */
  shortDay(day: string): string;
  moment(at: Date): string;
  /** Monday to Sunday, abbreviated. */
  weekdays(): string[];
  country(code: string): string;
  language(code: string): string;
};

/** The words of a language. */
export function printWords(locale: FrameLocale): PrintWords {
  const { intl, dates } = languageOf(locale);
  const latin = { numberingSystem: "latn" } as const;
  const date = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(dates, { ...latin, timeZone: "UTC", hourCycle: "h23", ...options });
  const [numbers, shares] = [
    new Intl.NumberFormat(intl, latin),
    new Intl.NumberFormat(intl, { ...latin, style: "percent", maximumFractionDigits: 1 }),
  ];
  const [days, shortDays, moments, weekday] = [
    date({ dateStyle: "long" }),
    date({ dateStyle: "medium" }),
    date({ dateStyle: "long", timeStyle: "short" }),
    date({ weekday: "short" }),
  ];
  const countries = new Intl.DisplayNames(intl, { type: "region" });
  const languages = new Intl.DisplayNames(intl, { type: "language" });
  return {
    say: wordsIn(locale),
    number: (value) => numbers.format(value),
    share: (part, whole) => shares.format(whole === 0 ? 0 : part / whole),
    day: (day) => days.format(new Date(day)),
    shortDay: (day) => shortDays.format(new Date(day)),
    moment: (at) => moments.format(at),
    weekdays: () => [5, 6, 7, 8, 9, 10, 11].map((day) => weekday.format(Date.UTC(1970, 0, day))),
    country: (code) => countries.of(code) ?? code,
    language: (code) => languages.of(languageOf(code).intl) ?? code,
  };
}
