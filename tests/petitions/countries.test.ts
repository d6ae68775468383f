import { describe, expect, test } from "vitest";
import { locales } from "#campaigns/platform/languages/languages.ts";
import { countryNames, isCountry } from "#campaigns/texts/countries.ts";

test("the countries are ISO's and Kosovo, and nothing else", () => {
  for (const code of ["TH", "PH", "GB", "XK", "PS", "TW"]) expect(isCountry(code)).toBe(true);
  for (const code of ["", "th", "UK", "EU", "XX", "THA", "constructor"]) expect(isCountry(code)).toBe(false);
});

describe.each(locales)("in %s", (locale) => {
  const names = countryNames(locale);

  test("every country has a name of its own, and none shows its code", () => {
    expect(names).toHaveLength(250);
    expect(new Set(names.map(({ name }) => name)).size).toBe(250);
    expect(names.filter(({ code, name }) => code === name)).toEqual([]);
  });

  test("the list is made once", () => {
    expect(countryNames(locale)).toBe(names);
  });
});

test("names are sorted as readers of the language expect", () => {
  const position = (locale: (typeof locales)[number], code: string) =>
    countryNames(locale).findIndex((country) => country.code === code);
  // É sorts with E, not behind Z.
  expect(position("fr", "EG")).toBeLessThan(position("fr", "FR"));
  expect(countryNames("th").at(0)?.name).toMatch(/^ก/);
  expect(countryNames("ar").at(0)?.name).toMatch(/^[آأإا]/);
});
