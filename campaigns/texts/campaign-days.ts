import { readDay, writeDay } from "./read-day.ts";
import { isTimeZone, zonedMoment } from "./zoned-moment.ts";

const dayLength = 24 * 3_600_000;

/** The first moment of a day in a time zone: midnight, but where a clock skips it. */
export function startOfDay(day: string, timeZone: string): Date | undefined {
  return ["00:00", "00:30", "01:00"]
    .map((time) => zonedMoment(`${day}T${time}`, timeZone))
    .find((moment) => moment !== undefined);
}

/** The first moment after a day in a time zone: the day itself is whole. */
export function endOfDay(day: string, timeZone: string): Date | undefined {
  const at = readDay(day);
  return at && startOfDay(writeDay(new Date(at.getTime() + dayLength)), timeZone);
}

/** Date and time of day that a clock in a time zone shows: "2026-11-23" and "08:00". */
export function localTime(at: Date, timeZone: string): { day: string; time: string } {
  const zone = isTimeZone(timeZone) ? timeZone : "UTC";
  const written = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "short",
  });
  const [day = "", time = ""] = written.format(at).split(" ");
  return { day, time };
}

/** The day whose first moment this is; undefined for moments within a day. */
export function dayBeginning(at: Date, timeZone: string): string | undefined {
  const { day } = localTime(at, timeZone);
  return startOfDay(day, timeZone)?.getTime() === at.getTime() ? day : undefined;
}

/** The day that ends with this moment; undefined for moments within a day. */
export function dayEnding(at: Date, timeZone: string): string | undefined {
  const { day } = localTime(new Date(at.getTime() - 1), timeZone);
  return endOfDay(day, timeZone)?.getTime() === at.getTime() ? day : undefined;
}
