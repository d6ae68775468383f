import { expect, test } from "vitest";
import { countryNames } from "#campaigns/texts/countries.ts";
import { quietUntil } from "#campaigns/updates/sending/quiet-hours.ts";

const quiet = { from: 22, to: 8 };

test("Kosovo has nights: there nobody is written to before eight in the morning", () => {
  expect(quietUntil(quiet, "XK", new Date("2026-11-30T01:00:00Z"))).toEqual(new Date("2026-11-30T07:00:00Z"));
  expect(quietUntil(quiet, "XK", new Date("2026-11-30T12:00:00Z"))).toBeUndefined();
});

test("Every country that people sign from has a night, but the one where it is always night somewhere", () => {
  const hours = Array.from({ length: 24 }, (_, hour) => new Date(Date.UTC(2026, 10, 30, hour)));
  const nightless = countryNames("en").filter(({ code }) => !hours.some((at) => quietUntil(quiet, code, at)));
  expect(nightless.map(({ code }) => code)).toEqual(["AQ"]);
});
