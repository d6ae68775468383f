import { describe, expect, test } from "vitest";
import { expectRefusal, makeCatalogueFolder } from "./catalogue-folder.ts";

const fr = "texts/fr.yaml";

describe("languages", () => {
  test("a language whose file is missing is refused", async () => {
    const folder = makeCatalogueFolder();
    folder.remove("texts/th.yaml");
    expect(await folder.problems()).toEqual(["texts/th.yaml:1: is missing: add it"]);
  });

  test("an open campaign may be in some of the languages", async () => {
    const folder = makeCatalogueFolder();
    folder.edit("campaign.yaml", "ar, tl]", "ar]");
    folder.remove("texts/tl.yaml");
    expect(await folder.problems()).toEqual([]);
  });

  test("a code that is no language, or stands twice, is refused", async () => {
    await expectRefusal(
      "campaign.yaml",
      { from: "ar, tl]", to: "ar, tl, xx]" },
      'language "xx" is no language code',
    );
    await expectRefusal(
      "campaign.yaml",
      { from: "ar, tl]", to: "ar, tl, fr]" },
      'language "fr" stands twice',
    );
  });

  test("a text in a language that is not listed is refused", async () => {
    const folder = makeCatalogueFolder();
    folder.write("texts/de.yaml", "page: {}");
    expect(await folder.problems()).toEqual([
      expect.stringContaining("texts/de.yaml:1: is no text of a language listed"),
    ]);
  });
});

describe("a translation is refused", () => {
  test.each([
    ["that lacks a text", "  headline: The headline (fr)\n", "", "page:", "page.headline is missing: add it"],
    [
      "that lacks a text in a list",
      "      text: They received the signatures.[^1]\n",
      "",
      "when: From",
      "handovers #1.text is missing",
    ],
    [
      "with an empty text",
      "ask: What is asked (fr).",
      "ask:",
      undefined,
      "page.ask must be a text that is not empty",
    ],
    [
      "with a text too long",
      "The headline (fr)",
      "x".repeat(161),
      undefined,
      "page.headline is longer than 160 characters",
    ],
    [
      "with a number for a text",
      'figure: "122"',
      "figure: 122",
      undefined,
      "facts #1.figure must be a text: put it in quotes",
    ],
    [
      "with a key that nobody knows",
      "page:\n",
      "page:\n  colour: red\n",
      "colour: red",
      "page.colour is not known here",
    ],
    [
      "with an unknown key in a list",
      "ongoing: true",
      "ongoing: true\n      where: x",
      "where: x",
      "where is not known here",
    ],
    [
      "that lacks a paragraph",
      "    - Another reason.\n",
      "",
      "why:",
      'page.why has 1 entries where "en" has 2',
    ],
    [
      "that lacks a citation",
      "    - The first source.\n",
      "",
      "citations:",
      "page.citations has 1 entries and sources.yaml 2",
    ],
    [
      "whose handover is done where English goes on",
      "ongoing: true",
      "ongoing: no",
      undefined,
      "must be true or false",
    ],
    [
      "that has another source for a fact",
      '"122", label: "members, in 104 countries", source: 2',
      '"7", label: "m", source: 1',
      undefined,
      'source 1 where "en" has 2',
    ],
  ])("%s", async (_, from, to, at, says) => {
    const folder = makeCatalogueFolder();
    folder.edit(fr, from, to);
    const problems = await folder.problems();
    expect(problems).toContainEqual(expect.stringContaining(folder.lineOf(fr, at ?? to)));
    expect(problems.join("\n")).toContain(says);
    expect(problems.filter((problem) => !problem.startsWith(fr))).toEqual([]);
  });

  test("whose handover goes on where English says it is done", async () => {
    const folder = makeCatalogueFolder();
    folder.edit(fr, "ongoing: false", "ongoing: true # yet");
    expect(await folder.problems()).toEqual([
      `${folder.lineOf(fr, "ongoing: true # yet")}page.handovers #1 is ongoing where "en" says otherwise`,
    ]);
  });

  test("that is no YAML, with the line", async () => {
    const folder = makeCatalogueFolder();
    folder.edit(fr, "  headline: The headline (fr)", '  headline: "The headline');
    const problems = await folder.problems();
    expect(problems[0]).toMatch(/^texts\/fr.yaml:\d+: is no YAML: /);
  });

  test("that has a key twice", async () => {
    const edit = { from: "  headline:", to: "  ask: x\n  headline:", at: "ask: What" };
    await expectRefusal(fr, edit, "is no YAML: Map keys must be unique");
  });
});

test("all problems of all files are told at once, in the order of files and lines", async () => {
  const folder = makeCatalogueFolder();
  folder.edit(fr, "The headline (fr)", "The headline of 2009");
  folder.edit(fr, "Another reason.", "Another 9 reasons.");
  folder.edit("texts/ar.yaml", "  headline: The headline (ar)\n", "");
  folder.edit("campaign.yaml", "state: open", "state: public");
  folder.edit("sources.yaml", "title: Two\n    section: All of it\n", "title: Two\n");
  expect((await folder.problems()).map((problem) => problem.split(": ")[0])).toEqual([
    "campaign.yaml:3",
    "sources.yaml:11",
    "texts/ar.yaml:1",
    "texts/fr.yaml:3",
    "texts/fr.yaml:8",
  ]);
});
