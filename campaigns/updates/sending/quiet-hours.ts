import { hour } from "../../platform/durations.ts";

/**
 * Hours of the day during which nobody is written to, such as `{ from: 22, to: 8 }`; undefined when there are none.
 */
export type QuietHours = { from: number; to: number } | undefined;

/** Reads "22-8"; an empty text means none. */
export function readQuietHours(text: string): QuietHours {
  const [, from, to] = /^(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
  return from === undefined || to === undefined
    ? undefined
    : { from: Number(from) % 24, to: Number(to) % 24 };
}

const clocks = new Map<string, Intl.DateTimeFormat[]>();

/** Zones of countries that Intl knows none for: Kosovo keeps Belgrade's time, Bouvet Island Norway's. */
const otherZones: Readonly<Record<string, string>> = {
  XK: "Europe/Belgrade",
  BV: "Europe/Oslo",
  HM: "Indian/Kerguelen",
};

/** A clock for each time zone of a country; for what is no country, UTC's. */
function clocksOf(country: string): Intl.DateTimeFormat[] {
  const known = clocks.get(country);
  if (known) return known;
  const listed = new Intl.Locale("und", { region: country }).getTimeZones() ?? [];
  const zones = listed.length > 0 ? listed : [otherZones[country] ?? "UTC"];
  const made = zones.map(
    (timeZone) => new Intl.DateTimeFormat("en", { timeZone, hour: "numeric", hourCycle: "h23" }),
  );
  clocks.set(country, made);
  return made;
}

/**
 * Until when a country must not be written to: while it is night anywhere in it. Undefined when it is not, or when
 * it is always night somewhere in it.
 */
export function quietUntil(hours: QuietHours, country: string, now: Date): Date | undefined {
  if (!hours || hours.from === hours.to) return undefined;
  const all = clocksOf(country);
  const isQuiet = (moment: number) => all.some((clock) => isBetween(hours, Number(clock.format(moment))));
  if (!isQuiet(now.getTime())) return undefined;
  const quarter = hour / 4;
  const start = Math.ceil(now.getTime() / quarter) * quarter;
  for (let moment = start; moment <= start + 24 * hour; moment += quarter)
    if (!isQuiet(moment)) return new Date(moment);
  return undefined;
}

function isBetween({ from, to }: { from: number; to: number }, hourOfDay: number): boolean {
  return from < to ? hourOfDay >= from && hourOfDay < to : hourOfDay >= from || hourOfDay < to;
}
