import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { languages } from "#campaigns/platform/languages/languages.ts";
import { problemGaps } from "#campaigns/texts/problem-codes.ts";
import { translateProblem } from "#campaigns/texts/translate-problem.ts";

const folder = new URL("../../campaigns/texts/problems/", import.meta.url);

type Texts = { words: Record<string, string>; codes: Record<string, string> };

const readTexts = (code: string): Texts => JSON.parse(readFileSync(new URL(`${code}.json`, folder), "utf8"));
const gapsOf = (text: string) =>
  [...new Set(Array.from(text.matchAll(/\{\{(\w+)\}\}/g), ([, name]) => name))].sort();

test.each(languages)("$name has a sentence for every rule, with its gaps, and for no other", ({ code }) => {
  const { codes } = readTexts(code);
  const found = Object.fromEntries(Object.entries(codes).map(([rule, text]) => [rule, gapsOf(text)]));
  const wanted = Object.entries(problemGaps).map(([rule, gaps]) => [rule, [...gaps].sort()]);
  expect(found).toEqual(Object.fromEntries(wanted));
});

test.each(languages.filter(({ code }) => code !== "en"))("$name leaves nothing in English", ({ code }) => {
  const [own, english] = [readTexts(code), readTexts("en")];
  for (const rule of Object.keys(problemGaps)) expect(own.codes[rule], rule).not.toBe(english.codes[rule]);
});

test('several possible values are listed with the language\'s own word for "or"', () => {
  const gaps = { at: "state", choices: ["draft", "open", "closed"] };
  expect(translateProblem({ code: "no-choice", gaps }, "en")).toBe("state must be draft or open or closed");
  expect(translateProblem({ code: "no-choice", gaps }, "th")).toBe(
    "“state” ต้องเป็น draft หรือ open หรือ closed",
  );
});

test("Sheaf's own words in a gap are told in the language", () => {
  const gaps = { petition: "th", where: { word: "database" } } as const;
  expect(translateProblem({ code: "petition-gone", gaps }, "en")).toContain(
    "is in the database and no more here",
  );
  expect(translateProblem({ code: "petition-gone", gaps }, "es")).toContain("está en la base de datos");
});

test("what stands in a file keeps its own direction between Arabic words", () => {
  const gaps = { at: "page.why #2", mark: "[^x]" };
  expect(translateProblem({ code: "mark-broken", gaps }, "ar")).toContain("«\u2068page.why #2\u2069»");
  expect(translateProblem({ code: "mark-broken", gaps }, "fr")).not.toMatch(/[\u2066-\u2069]/);
});

test("what somebody typed is shown as it is, even where it looks like a gap or a key", () => {
  const gaps = { at: "page.ask", mark: "{{at}} $t(codes.no-list) <b>" };
  expect(translateProblem({ code: "mark-broken", gaps }, "en")).toBe(
    'page.ask has "{{at}} $t(codes.no-list) <b>", which is no source mark: write [^1]',
  );
});
