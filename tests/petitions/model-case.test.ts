import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { checkCatalogue } from "#campaigns/petitions/check-catalogue.ts";
import { locales } from "#campaigns/platform/languages/languages.ts";
import { showProblem } from "#campaigns/texts/yaml-file.ts";

const folder = fileURLToPath(new URL("../../campaigns/catalogue/stop-sex-trafficking", import.meta.url));
const { campaign, problems, unpublished } = await checkCatalogue(folder);
const petitions = campaign?.petitions ?? [];

test("the model case is as it must be, with every text published", () => {
  expect(problems.map(showProblem)).toEqual([]);
  expect(unpublished).toEqual([]);
  expect(campaign?.languages).toEqual(locales);
});

test("one petition goes to the UN Human Rights Council, and at least ten to an office of a country each", () => {
  expect(petitions.filter(({ country }) => country === null).map(({ target }) => target.en)).toEqual([
    "United Nations Human Rights Council",
  ]);
  expect(petitions.filter(({ country }) => country !== null).length).toBeGreaterThanOrEqual(10);
  for (const code of ["TH", "PH", "US", "GB", "SE", "IT"]) {
    expect(petitions.some(({ country }) => country === code)).toBe(true);
  }
});

describe.each(locales)("in %s", (locale) => {
  test("every petition names an office of its own and is a text of its own", () => {
    const offices = petitions.map(({ target }) => target[locale]);
    const texts = petitions.map(({ today }) => today.texts[locale]?.text);
    expect(new Set(offices).size).toBe(petitions.length);
    expect(new Set(texts).size).toBe(petitions.length);
    for (const [index, text] of texts.entries()) expect(text).toContain(offices[index]);
  });

  test("every text is in the language's own script, and no two languages share a paragraph", () => {
    const scripts = {
      en: /\p{sc=Latin}/u,
      fr: /[éèà]/,
      es: /[ñóí]/,
      th: /\p{sc=Thai}/u,
      ar: /\p{sc=Arabic}/u,
      tl: /\bng\b/,
    };
    const paragraphs = [
      ...(campaign?.pages[locale]?.why ?? []),
      petitions[0]?.today.texts[locale]?.text ?? "",
    ];
    for (const paragraph of paragraphs) expect(paragraph).toMatch(scripts[locale]);
    for (const other of locales.filter((code) => code !== locale)) {
      expect(paragraphs).not.toContain(campaign?.pages[other]?.why[0]);
    }
  });

  test("words that put on the child what is done to it stand nowhere", () => {
    const all = JSON.stringify([
      campaign?.pages[locale],
      petitions.map(({ today }) => today.texts[locale]?.text),
    ]);
    const banned = [
      /prostitut/i,
      /pornogra/i,
      /sex[\s-]?touris/i,
      /tourisme sexuel/i,
      /turismo sexual/i,
      /โสเภณี/,
      /ลามก/,
      /دعارة|بغاء|إباحي/,
      /السياحة الجنسية/,
    ];
    for (const words of banned) expect(all).not.toMatch(words);
    expect(all).not.toMatch(/100[,.\s]?000/);
  });
});
