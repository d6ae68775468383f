import fc from "fast-check";
import { expect, test } from "vitest";
import { foldSmall } from "#campaigns/signing/tallies/read-public-totals.ts";

test.each([
  ["none is small", { GB: 10, TH: 20 }, { GB: 10, TH: 20 }],
  ["two are", { GB: 10, TH: 9, KE: 1 }, { GB: 10, other: 10 }],
  ["one is: the next smallest joins it", { GB: 50, TH: 20, KE: 9 }, { GB: 50, other: 29 }],
  ["the only one is", { KE: 9 }, { other: 9 }],
  ["nobody has signed", {}, {}],
])("Where %s", (_, byCountry, shown) => {
  expect(foldSmall(byCountry)).toEqual(shown);
});

test("Whatever the counts, they sum to the total, and nothing under ten is told of a country or left by the others", () => {
  const codes = fc.constantFrom("GB", "TH", "KE", "FJ", "PH", "XK");
  fc.assert(
    fc.property(fc.dictionary(codes, fc.integer({ min: 1, max: 40 })), (byCountry) => {
      const shown = foldSmall(byCountry);
      const sum = (counts: object) => Object.values(counts).reduce((all, count) => all + count, 0);
      expect(sum(shown)).toBe(sum(byCountry));
      const { other, ...named } = shown;
      for (const [code, count] of Object.entries(named))
        expect([count, count >= 10]).toEqual([byCountry[code], true]);
      const unnamed = Object.keys(byCountry).filter((code) => !(code in named)).length;
      if (other !== undefined && Object.keys(named).length > 0) expect(unnamed).toBeGreaterThan(1);
    }),
  );
});
