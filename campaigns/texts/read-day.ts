/** The first moment, in UTC, of a day like 2026-11-23; undefined for what is no day, such as the 30th of February. */
export function readDay(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const day = new Date(`${text}T00:00:00Z`);
  // JavaScript turns the 30th of February into the 2nd of March.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? day : undefined;
}

/** A day as `readDay` reads it; an invalid date is written as nothing. */
export function writeDay(day: Date): string {
  return Number.isNaN(day.getTime()) ? "" : day.toISOString().slice(0, 10);
}

/** The invalid date, for what a form has instead of a day: the rules refuse it in words. */
export function noDay(): Date {
  return new Date(Number.NaN);
}
