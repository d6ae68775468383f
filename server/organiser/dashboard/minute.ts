import { Type } from "typebox";
import { DomainError } from "#campaigns/platform/errors.ts";
import { readDay } from "#campaigns/texts/read-day.ts";

/** A minute in UTC, as addresses of the dashboard have it. */
export const minuteField = Type.String({
  pattern: "^20\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\dZ$",
});

/** The moment of a minute. @throws DomainError `day-unknown`. */
export function minuteAt(text: string): Date {
  if (!readDay(text.slice(0, 10))) throw new DomainError("day-unknown", `There is no moment "${text}".`);
  return new Date(text);
}
