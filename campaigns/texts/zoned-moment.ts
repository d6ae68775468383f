import { readDay } from "./read-day.ts";

const written = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/;

/** Names of all time zones, as Intl has them. */
export const timeZones: readonly string[] = ["UTC", ...Intl.supportedValuesOf("timeZone")];

/**
 * The moment of a date and time as a clock in a zone shows it, "2026-03-24T08:00". Undefined for what is no date, for a zone
 * that is none, and for the hour that a clock skips in spring; of an hour that comes twice in autumn, the first.
 */
export function zonedMoment(local: string, timeZone: string): Date | undefined {
  if (!written.test(local) || !readDay(local.slice(0, 10)) || !isTimeZone(timeZone)) return undefined;
  const asUtc = Date.parse(`${local}:00Z`);
  if (Number.isNaN(asUtc)) return undefined;
  const day = 24 * 3_600_000;
  // The zone's clock is ahead of UTC by what it is a day earlier or a day later: it moves but once in between.
  const candidates = [asUtc - day, asUtc + day].map((near) => asUtc - aheadOfUtc(near, timeZone));
  return candidates
    .toSorted((one, other) => one - other)
    .map((moment) => new Date(moment))
    .find((moment) => moment.getTime() + aheadOfUtc(moment.getTime(), timeZone) === asUtc);
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** By how many milliseconds a zone's clock is ahead of UTC at a moment. */
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
