import { expect, test } from "vitest";
import { zoneOptions } from "#server/organiser/frame/zone-options.ts";

test("time zones go by city, those of the campaign's countries first", () => {
  const options = zoneOptions(["TH", "PH"]);
  expect(options.slice(0, 2)).toEqual([
    { value: "Asia/Bangkok", label: "Bangkok (Asia/Bangkok)" },
    { value: "Asia/Manila", label: "Manila (Asia/Manila)" },
  ]);
  expect(options.filter(({ value }) => value === "Asia/Bangkok")).toHaveLength(1);
  expect(zoneOptions([]).map(({ value }) => value)).toContain("UTC");
});
