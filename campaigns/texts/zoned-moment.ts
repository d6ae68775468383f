import { readDay } from "./read-day.ts";

const written = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/;

/** Names of all time zones, as Intl has them. */
export const timeZones: readonly string[] = ["UTC", ...Intl.supportedValuesOf("timeZone")];

/**
 * The moment of a date and time on a clock in a time zone, "2026-03-24T08:00". Undefined for an invalid date, an
 * unknown zone, and the hour that clocks skip in spring; of an hour that occurs twice in autumn, the first.
 */
export function zonedMoment(local: string, timeZone: string): Date | undefined {
  if (!written.test(local) || !readDay(local.slice(0, 10)) || !isTimeZone(timeZone)) return undefined;
  const asUtc = Date.parse(`${local}:00Z`);
  if (Number.isNaN(asUtc)) return undefined;
  const day = 24 * 3_600_000;
  // The zone's offset is either that of a day earlier or that of a day later: it changes at most once in
  // between.
  const candidates = [asUtc - day, asUtc + day].map((near) => asUtc - aheadOfUtc(near, timeZone));
  return candidates
    .toSorted((one, other) => one - other)
    .map((moment) => new Date(moment))
    .find((moment) => moment.getTime() + aheadOfUtc(moment.getTime(), timeZone) === asUtc);
}

/** Tells whether Intl knows a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** A zone's offset from UTC at a moment, in milliseconds. */
function aheadOfUtc(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone,
    ...{ year: "numeric", month: "numeric", day: "numeric" },
    ...{ hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" },
  }).formatToParts(moment);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const clock = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
  return clock - Math.floor(moment / 1_000) * 1_000;
}
