import { type Language, type Locale, languageOf } from "#campaigns/platform/languages/languages.ts";

/** How the dashboard formats numbers and times, in UTC. */
export type Show = {
  number(value: number): string;
  percent(share: number, digits?: number): string;
  /** With its sign: +5 %, −5 %. */
  change(share: number): string;
  /** 14:05 */
  time(at: Date): string;
  /** 14:05:09 */
  second(at: Date): string;
  /** Thu 21 March */
  day(at: Date): string;
  /** 21 Mar */
  dayShort(at: Date): string;
  /** Thu 14:05 */
  dayTime(at: Date): string;
  language(code: string): string;
};

const shows = new Map<Locale, Show>();

/** The formatters of a language; created once per process. */
export function showIn(locale: Locale): Show {
  const known = shows.get(locale);
  if (known) return known;
  const show = makeShow(languageOf(locale));
  shows.set(locale, show);
  return show;
}

function makeShow({ intl: tag, dates: dateTag }: Language): Show {
  const latin = { numberingSystem: "latn" } as const;
  const clock = { ...latin, timeZone: "UTC", hourCycle: "h23" } as const;
  const dates = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(dateTag, { ...clock, ...options });
  const numbers = new Intl.NumberFormat(tag, latin);
  const percents = [0, 1, 2].map(
    (digits) => new Intl.NumberFormat(tag, { ...latin, style: "percent", maximumFractionDigits: digits }),
  );
  const changes = new Intl.NumberFormat(tag, {
    ...latin,
    style: "percent",
    maximumFractionDigits: 0,
    signDisplay: "exceptZero",
  });
  const time = dates({ hour: "2-digit", minute: "2-digit" });
  const second = dates({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const day = dates({ weekday: "short", day: "numeric", month: "long" });
  const dayShort = dates({ day: "numeric", month: "short" });
  const dayTime = dates({ weekday: "short", hour: "2-digit", minute: "2-digit" });
  const names = new Intl.DisplayNames(tag, { type: "language" });
  return {
    number: (value) => numbers.format(value),
    percent: (share, digits = 1) => (percents[digits] ?? changes).format(share),
    change: (share) => changes.format(share),
    time: (at) => time.format(at),
    second: (at) => second.format(at),
    day: (at) => day.format(at),
    dayShort: (at) => dayShort.format(at),
    dayTime: (at) => dayTime.format(at),
    language: (code) => names.of(languageTag(code)) ?? code,
  };
}

/** Intl has a better name for Tagalog than our code. */
function languageTag(code: string): string {
  return code === "tl" ? "fil" : code;
}
