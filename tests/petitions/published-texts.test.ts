import { describe, expect, test } from "vitest";
import { publishTexts } from "#campaigns/petitions/publish-texts.ts";
import { makeCatalogueFolder } from "./catalogue-folder.ts";

const campaign = "campaign.yaml";
const fr = "texts/fr.yaml";

async function makePublishedFolder() {
  const folder = makeCatalogueFolder();
  expect(await publishTexts(folder.path)).toEqual(["international", "th", "ph"]);
  expect(await folder.problems()).toEqual([]);
  return folder;
}

describe("after a text was published", () => {
  test("a change to a wording is refused where it stands, naming all petitions with it", async () => {
    const folder = await makePublishedFolder();
    folder.edit(fr, "We ask you (fr) to act.", "We ask you (fr) to act soon.");
    const [problem, ...others] = await folder.problems();
    expect(others).toEqual([]);
    expect(problem).toContain(folder.lineOf(fr, "country: |"));
    expect(problem).toContain(
      'the "fr" text of th, ph is not the one that published.yaml holds under this version number',
    );
    expect(problem).toContain("give the petition a new version");
  });

  test("a change to the name of an office is refused where it stands", async () => {
    const folder = await makePublishedFolder();
    folder.edit(fr, "A ministry of Thailand (fr)", "The ministry of Thailand (fr)");
    const [problem, ...others] = await folder.problems();
    expect(others).toEqual([]);
    expect(problem).toContain(`${folder.lineOf(fr, "th: The ministry")}the "fr" text of th is not`);
  });

  test("a single changed letter, space or accent in a text is refused", async () => {
    for (const to of ["We ask you (fr) to act!", "We  ask you (fr) to act.", "We ásk you (fr) to act."]) {
      const folder = await makePublishedFolder();
      folder.edit(fr, "We ask you (fr) to act.", to);
      expect(await folder.problems()).toHaveLength(1);
    }
  });

  test("what leaves the bytes of the text as they are is not refused", async () => {
    const folder = await makePublishedFolder();
    folder.edit(fr, "We ask you (fr) to act.", "We ask you (fr) to act.   \n\n\n");
    folder.edit(fr, "The headline (fr)", "Another headline (fr)");
    expect(await folder.problems()).toEqual([]);
  });

  test("a date changed under the same number is refused", async () => {
    const folder = await makePublishedFolder();
    folder.edit(
      campaign,
      "country: TH, wording: country, version: 1, publishedAt: 2026-01-02",
      "country: TH, wording: country, version: 1, publishedAt: 2026-01-03",
    );
    expect(await folder.problems()).toEqual([
      expect.stringMatching(/^campaign.yaml:34: version 1 of petition "th" was published at 2026-01-02T/),
    ]);
  });

  test("a petition taken away is refused", async () => {
    const folder = await makePublishedFolder();
    const row = folder
      .read(campaign)
      .split("\n")
      .find((line) => line.includes("id: ph"));
    folder.edit(campaign, `${row}\n`, "");
    for (const language of ["en", "fr", "es", "th", "ar", "tl"]) {
      folder.edit(`texts/${language}.yaml`, `  ph: A ministry of the Philippines (${language})\n`, "");
    }
    expect(await folder.problems()).toEqual([
      expect.stringMatching(/^campaign.yaml:32: petition "ph" is in published.yaml and no more here/),
    ]);
  });

  test("a language taken away or added under the same number is refused", async () => {
    const folder = await makePublishedFolder();
    folder.edit(campaign, "state: open", "state: draft");
    folder.edit(campaign, "ar, tl]", "ar]");
    folder.remove("texts/tl.yaml");
    const problems = await folder.problems();
    expect(problems).toHaveLength(3);
    expect(problems[0]).toMatch(
      /^campaign.yaml:10: petition "international" is in ar, en, es, fr, th, and published.yaml holds version 1 in .*tl/,
    );
  });

  test("new words are taken under a new version, whose number only rises", async () => {
    const folder = await makePublishedFolder();
    folder.edit(fr, "We ask the council (fr) to act.", "We ask the council (fr) to act soon.");
    folder.edit(campaign, "wording: international, version: 1", "wording: international, version: 2");
    expect(await folder.problems()).toEqual([]);
    const before = folder.read("published.yaml");
    expect(await publishTexts(folder.path)).toEqual(["international"]);
    const held = before.split("\n").filter((line) => !folder.read("published.yaml").includes(line));
    expect(held).toEqual([]);
    folder.edit(campaign, "wording: international, version: 2", "wording: international, version: 1");
    expect(await folder.problems()).toEqual([
      expect.stringMatching(
        /^campaign.yaml:33: petition "international" has version 1 and published.yaml version 2: numbers only rise/,
      ),
      expect.stringContaining('the "fr" text of international is not the one'),
    ]);
  });
});

test("publishing again changes nothing, and a folder with problems publishes nothing", async () => {
  const folder = await makePublishedFolder();
  const before = folder.read("published.yaml");
  expect(await publishTexts(folder.path)).toEqual([]);
  expect(folder.read("published.yaml")).toBe(before);
  folder.edit(fr, "Another reason.", "Another 9 reasons.");
  await expect(publishTexts(folder.path)).rejects.toMatchObject({ code: "catalogue-refused" });
  expect(folder.read("published.yaml")).toBe(before);
});
