import fc from "fast-check";
import { expect, test } from "vitest";
import { foldSmall, foldTotals } from "#campaigns/signing/tallies/read-public-totals.ts";

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

type Sum = { countries: string[]; count: number };

/** The rank of sums over countries, modulo a prime. */
function rankOf(sums: readonly string[][], codes: readonly string[]): number {
  const prime = 1_000_003;
  const power = (base: number, exponent: number): number =>
    exponent === 0 ? 1 : (power((base * base) % prime, exponent >> 1) * (exponent % 2 ? base : 1)) % prime;
  const rows = sums.map((countries) => codes.map((code) => Number(countries.includes(code))));
  let rank = 0;
  for (const column of codes.keys()) {
    const pivot = rows.findIndex((row, index) => index >= rank && row[column] !== 0);
    const [found] = pivot < 0 ? [] : rows.splice(pivot, 1);
    if (!found) continue;
    const inverse = power(found[column] ?? 1, prime - 2);
    for (const row of rows.slice(rank)) {
      const factor = ((row[column] ?? 0) * inverse) % prime;
      for (const [index, value] of found.entries())
        row[index] = ((((row[index] ?? 0) - factor * value) % prime) + prime) % prime;
    }
    rows.splice(rank, 0, found);
    rank += 1;
  }
  return rank;
}

/** Every sum that page, file and API tell, with the countries that make it up. */
function publicSums(
  byCountry: Record<string, number>,
  petitions: { id: string; country: string | null }[],
): Sum[] {
  const codes = Object.keys(byCountry);
  const signersOf = (id: string) => {
    const country = petitions.find((petition) => petition.id === id)?.country;
    return codes.filter((code) =>
      country ? code === country : !petitions.some((each) => each.country === code),
    );
  };
  const count = (some: string[]) => some.reduce((sum, code) => sum + (byCountry[code] ?? 0), 0);
  const counts = petitions
    .map(({ id }) => [id, count(signersOf(id))] as const)
    .filter(([, each]) => each > 0);
  const told = foldTotals({ byCountry, byPetition: Object.fromEntries(counts) }, petitions);
  const rows = (shown: Record<string, number>, all: string[], of: (code: string) => string[]) =>
    Object.keys(shown).map((code) =>
      code === "other" ? all.filter((each) => !(each in shown)).flatMap(of) : of(code),
    );
  const sums = [
    codes,
    ...rows(told.byCountry, codes, (code) => [code]),
    ...rows(
      told.byPetition,
      counts.map(([id]) => id),
      signersOf,
    ),
  ];
  return sums.map((countries) => ({ countries, count: count(countries) }));
}

test("No country under ten can be worked out from countries, petitions and total together", () => {
  const codes = ["GB", "TH", "KE", "FJ", "PH", "XK"];
  const signed = fc.dictionary(fc.constantFrom(...codes), fc.integer({ min: 1, max: 30 }));
  fc.assert(
    fc.property(signed, fc.subarray(codes), (byCountry, withPetition) => {
      const own = withPetition.map((country) => ({ id: country.toLowerCase(), country }));
      const sums = publicSums(byCountry, [...own, { id: "international", country: null }]);
      const known = sums.map(({ countries }) => countries);
      const all = Object.keys(byCountry);
      for (const code of all.filter((each) => (byCountry[each] ?? 0) < 10 && all.length > 1))
        expect(rankOf([...known, [code]], all), code).toBe(rankOf(known, all) + 1);
    }),
    { numRuns: 2_000 },
  );
});

test("A petition is not named whose country is not, nor the international one that would tell what is left", () => {
  const petitions = ["GB", "TH", "PH", null].map((country) => ({
    id: country?.toLowerCase() ?? "international",
    country,
  }));
  const byCountry = { TH: 500, PH: 12, GB: 3, FR: 20 };
  const byPetition = { th: 500, ph: 12, gb: 3, international: 20 };
  expect(foldTotals({ byCountry, byPetition }, petitions)).toEqual({
    byCountry: { TH: 500, FR: 20, other: 15 },
    byPetition: { th: 500, international: 20, other: 15 },
  });
  const abroad = {
    byCountry: { TH: 500, PH: 12, KE: 3, FR: 20 },
    byPetition: { th: 500, ph: 12, international: 23 },
  };
  expect(foldTotals(abroad, petitions)).toEqual({
    byCountry: { TH: 500, FR: 20, other: 15 },
    byPetition: { th: 500, other: 35 },
  });
});
