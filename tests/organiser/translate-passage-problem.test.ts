import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { checkCatalogue } from "#campaigns/petitions/check-catalogue.ts";
import { passagesOf } from "#campaigns/petitions/drafts/passages.ts";
import { type Locale, languages } from "#campaigns/platform/languages/languages.ts";
import { translatePassageProblem } from "#server/organiser/campaigns/translate-passage-problem.ts";
import { consoleBook } from "#server/organiser/frame/console-book.ts";
import { makeCatalogueFolder } from "../petitions/catalogue-folder.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { type CampaignDesk, campaignDesk } from "./campaign-desk.ts";

test.each([
  [
    "without a source",
    "Another reason.",
    "Another 9 reasons.",
    "D’où vient « 9 » ? Mettez sa source derrière",
  ],
  [
    "where no source can be named",
    "The headline (fr)",
    "The headline of 2009",
    "« 2009 » se trouve dans un texte qui ne peut citer aucune source",
  ],
  ["other than its source's", "with 7 million", "with 8 million", "La source 1 ne dit pas « 8 »"],
])("a figure %s is told in the language and the words of who writes", async (_, written, wrong, told) => {
  const folder = makeCatalogueFolder();
  folder.edit("texts/fr.yaml", written, wrong);
  const [problem] = (await checkCatalogue(folder.path)).problems;
  const passage = passagesOf("fr", parse(folder.read("texts/fr.yaml")), null).find(
    ({ key }) => key === problem?.path.join("."),
  );
  if (!problem || !passage) throw new Error("Nothing was refused.");
  const tell = (locale: Locale) => translatePassageProblem(consoleBook(locale), problem, passage, new Map());
  expect(tell("fr").replaceAll("\u00a0", " ")).toContain(told);
  expect(new Set(languages.map(({ code }) => tell(code))).size).toBe(languages.length);
});

describe("in the editor", () => {
  let site: TestApp;
  let ada: ConsoleClient;
  let desk: CampaignDesk;

  beforeAll(async () => {
    site = await openTestApp();
    ada = await signInAs(site, "organiser");
    desk = campaignDesk(site, ada, ada);
    await desk.write("rare-rules");
    const broken = {
      "page.why.0": "Because roads[^x] are dangerous.",
      "wordings.international": "Make roads safe.",
    };
    const form = await desk.formOf("rare-rules", "en", broken);
    await ada.post("/organiser/c/rare-rules/petitions/page?in=en", form);
  });
  afterAll(() => site.close());

  test.each([
    ["th", "ซึ่งไม่ใช่เครื่องหมายแหล่งข้อมูล โปรดเขียน [^1]", "ไม่ได้ระบุหน่วยงาน โปรดเขียน {office}"],
    ["ar", "ما ليس علامة مصدر، وهو «\u2068[^x]\u2069»", "الجهة: اكتبوا \u2066{office}\u2069 حيث يأتي اسمها"],
  ] as const)("a rarer rule is told in %s, at its text and in the list", async (locale, mark, office) => {
    const writer = await signInAs(site, "organiser", ada.account.organisation, { locale });
    const { body } = await writer.get("/organiser/c/rare-rules/petitions/page?in=en");
    for (const told of [mark, office]) expect(body.split(told).length - 1, told).toBe(2);
    expect(body).not.toContain("source mark");
    expect(body).not.toContain("names no office");
  });
});
