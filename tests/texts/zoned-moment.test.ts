import { expect, test } from "vitest";
import { zonedMoment } from "#campaigns/texts/zoned-moment.ts";

test.each([
  ["2026-01-24T08:00", "Europe/Paris", "2026-01-24T07:00:00.000Z"],
  ["2026-07-24T08:00", "Europe/Paris", "2026-07-24T06:00:00.000Z"],
  ["2026-03-29T03:30", "Europe/Paris", "2026-03-29T01:30:00.000Z"],
  ["2026-10-25T02:30", "Europe/Paris", "2026-10-25T00:30:00.000Z"],
  ["2026-06-01T00:15", "Asia/Kathmandu", "2026-05-31T18:30:00.000Z"],
  ["2026-11-01T08:00", "America/New_York", "2026-11-01T13:00:00.000Z"],
  ["2026-06-01T12:00", "UTC", "2026-06-01T12:00:00.000Z"],
])("%s in %s is %s", (local, zone, expected) => {
  expect(zonedMoment(local, zone)?.toISOString()).toBe(expected);
});

test.each([
  ["2026-03-29T02:30", "Europe/Paris"],
  ["2026-13-01T00:00", "UTC"],
  ["2026-02-30T08:00", "UTC"],
  ["2027-02-29T08:00", "Asia/Bangkok"],
  ["2026-04-31T08:00", "Europe/Paris"],
  ["tomorrow", "UTC"],
  ["2026-06-01T12:00", "Europe/Atlantis"],
])("%s in %s is no moment", (local, zone) => {
  expect(zonedMoment(local, zone)).toBeUndefined();
});
