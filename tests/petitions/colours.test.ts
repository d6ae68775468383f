import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { neutralColours } from "#campaigns/petitions/neutral-colours.ts";
import { contrast } from "#campaigns/petitions/rules/contrast.ts";

test.each([
  ["#000000", "#ffffff", 21],
  ["#777777", "#ffffff", 4.48],
  ["#767676", "#ffffff", 4.54],
  ["#ff0000", "#ffffff", 4],
  ["#0000ff", "#ffffff", 8.59],
  ["#14406b", "#14406b", 1],
])("contrast of %s and %s is %d, in either order", (one, other, expected) => {
  expect(contrast(one, other)).toBeCloseTo(expected, 2);
  expect(contrast(other, one)).toBeCloseTo(expected, 2);
});

describe("the neutrals that contrast is checked against are those of the pages", () => {
  const css = readFileSync(new URL("../../web/site.css", import.meta.url), "utf8");
  const [, dark = ""] = css.split("prefers-color-scheme: dark");
  const parts = { light: css.slice(0, css.indexOf("prefers-color-scheme: dark")), dark };

  test.each(["light", "dark"] as const)("%s", (scheme) => {
    for (const [token, colour] of Object.entries(neutralColours[scheme])) {
      const found = new RegExp(`--${token}:\\s*(#[0-9a-f]+);`).exec(parts[scheme]);
      expect({ token, colour: found?.[1] }).toEqual({ token, colour });
    }
  });
});
