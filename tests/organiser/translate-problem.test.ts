import { expect, test } from "vitest";
import { checkCatalogue } from "#campaigns/petitions/check-catalogue.ts";
import { languages } from "#campaigns/platform/languages/languages.ts";
import { translateProblem } from "#server/organiser/campaigns/translate-problem.ts";
import { consoleBook } from "#server/organiser/frame/console-book.ts";
import { makeCatalogueFolder } from "../petitions/catalogue-folder.ts";

test.each([
  ["without a source", "Another reason.", "Another 9 reasons.", "Le chiffre 9 ne cite aucune source"],
  [
    "where no source can be named",
    "The headline (fr)",
    "The headline of 2009",
    "Le chiffre 2009 se trouve dans",
  ],
  ["other than its source's", "with 7 million", "with 8 million", "de la source 1 ne contient le chiffre 8"],
])("a figure %s is told in the language of who writes", async (_, written, wrong, told) => {
  const folder = makeCatalogueFolder();
  folder.edit("texts/fr.yaml", written, wrong);
  const [problem] = (await checkCatalogue(folder.path)).problems;
  if (!problem) throw new Error("Nothing was refused.");
  expect(translateProblem(consoleBook("fr"), problem)).toContain(told);
  for (const { code } of languages)
    expect(`${await translateProblem(consoleBook(code), problem)}`, code).not.toContain('lang="en"');
});

test("every other rule is told as the loader says it, marked as English", async () => {
  const says = 'country "th" is unknown';
  expect(`${await translateProblem(consoleBook("ar"), { says })}`).toBe(
    `<span lang="en" dir="ltr">country &quot;th&quot; is unknown</span>`,
  );
});
