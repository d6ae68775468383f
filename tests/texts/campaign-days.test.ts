import { expect, test } from "vitest";
import { dayBeginning, dayEnding, endOfDay, startOfDay } from "#campaigns/texts/campaign-days.ts";

test.each([
  ["Asia/Bangkok", "2026-11-30", "2026-11-29T17:00:00.000Z", "2026-11-30T17:00:00.000Z"],
  ["Europe/Paris", "2026-03-29", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
  // In Beirut clocks skip the first hour of that day, in Havana an hour comes twice.
  ["Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00.000Z", "2026-03-29T21:00:00.000Z"],
  ["America/Havana", "2026-11-01", "2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z"],
])("In %s the day %s is whole", (zone, day, first, after) => {
  expect(startOfDay(day, zone)?.toISOString()).toBe(first);
  expect(endOfDay(day, zone)?.toISOString()).toBe(after);
  expect(dayBeginning(new Date(first), zone)).toBe(day);
  expect(dayEnding(new Date(after), zone)).toBe(day);
  expect(dayEnding(new Date(new Date(after).getTime() - 60_000), zone)).toBeUndefined();
});

test.each(["2026-02-30", "soon", ""])("%j is no day", (day) => {
  expect(startOfDay(day, "UTC")).toBeUndefined();
  expect(endOfDay(day, "UTC")).toBeUndefined();
});
