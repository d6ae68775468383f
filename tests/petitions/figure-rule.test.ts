import { describe, expect, test } from "vitest";
import { expectRefusal, makeCatalogueFolder } from "./catalogue-folder.ts";

const fr = "texts/fr.yaml";

describe("a figure is refused", () => {
  test.each([
    [
      "without a mark after it",
      "Another reason.",
      "Another 9 reasons.",
      'the figure "9" and no source mark after it',
    ],
    [
      "behind the last mark",
      "with 7 million signatures.[^1]",
      "signatures,[^1] 9 each.",
      '"9" and no source mark',
    ],
    [
      "in the digits of another script",
      "paragraph (fr), from 2009",
      "paragraph, from ๒๐๐๘",
      '"๒๐๐๘", and no claim',
    ],
    ["that its source does not have", "with 7 million", "with 8 million", '"8", and no claim of source 1 in'],
    [
      "in a fact, other than its source's",
      'figure: "122"',
      'figure: "123"',
      '"123", and no claim of source 2 in',
    ],
    [
      "in a fact's label, other than its source's",
      "in 104 countries",
      "in 93 countries",
      '"93", and no claim',
    ],
    [
      "in the time of a handover, other than its source's",
      "From 2009 to 2012",
      "From 2008 to 2012",
      '"2008"',
    ],
    [
      "in the title of a handover, other than its source's",
      "title: Governments",
      "title: 35 governments",
      '"35"',
    ],
    [
      "in the text of a handover",
      "They received the signatures.",
      "They received 5 boxes.",
      '"5", and no claim',
    ],
    ["in a text of who runs it", "What it does.", "What 9 people do.", '"9", and no claim of source 2'],
    [
      "in a citation, other than its source's",
      "which has 122 members",
      "which has 7 members",
      '"7", and no claim',
    ],
    [
      "in a wording that is signed",
      "We ask you (fr) to act.",
      "We ask you to act by 2030.",
      '"2030" and no source mark',
    ],
    ["in the headline", "The headline (fr)", "The headline of 2009", '"2009" and can carry no source mark'],
    ["in the name", "A small campaign (fr)", "A campaign of 7", '"7" and can carry no source mark'],
    ["in the ask", "What is asked (fr).", "What 7 ask.", '"7" and can carry no source mark'],
    ["in the name of who runs it", "An organisation", "73 groups", '"73" and can carry no source mark'],
    [
      "in the name of an office",
      "A ministry of Thailand (fr)",
      "The 3rd ministry",
      '"3" and can carry no source mark',
    ],
  ])("%s", async (_, from, to, says) => {
    await expectRefusal(fr, { from, to }, says);
  });

  test("on its own line, deep in a wording", async () => {
    const to = "We ask you\n    to act at last\n    by 2030.";
    await expectRefusal(
      fr,
      { from: "We ask you (fr) to act.", to, at: "by 2030" },
      'wordings.country has the figure "2030"',
    );
  });

  test("on the line where the figure has no mark, though it had one before", async () => {
    const to = "In 2009, by our source,[^1]\n\n    we asked; after 2009 too.";
    await expectRefusal(
      fr,
      { from: "We ask you (fr) to act.", to, at: "after 2009" },
      '"2009" and no source mark',
    );
  });

  test("where no digit makes a fact", async () => {
    await expectRefusal(
      fr,
      { from: 'figure: "122"', to: "figure: many" },
      "page.facts #1.figure has no digit",
    );
  });
});

describe("a source mark is refused", () => {
  test.each([
    [
      "that no source stands behind",
      "Another reason.",
      "Another reason.[^3]",
      "the mark [^3], and sources.yaml has no such",
    ],
    [
      "that no source stands behind, in a wording",
      "ask you (fr)",
      "ask you[^3]",
      "the mark [^3], and sources.yaml has no",
    ],
    ["that is malformed", "Another reason.", "Another reason.[^x]", '"[^x]", which is no source mark'],
    ["that is not closed", "Another reason.", "Another reason.[^x", '"[^x", which is no source mark'],
    ["in the headline", "The headline (fr)", "The headline[^1]", "take the source mark out"],
    ["in the name of an office", "A ministry of Thailand (fr)", "A ministry[^1]", "take the source mark out"],
  ])("%s", async (_, from, to, says) => {
    await expectRefusal(fr, { from, to }, says);
  });

  test("as the number of a fact's source", async () => {
    const folder = makeCatalogueFolder();
    for (const language of ["en", "fr", "es", "th", "ar", "tl"]) {
      folder.edit(`texts/${language}.yaml`, "source: 2 }", "source: 3 }");
    }
    const problems = await folder.problems();
    expect(problems).toHaveLength(6);
    expect(problems).toContainEqual(
      expect.stringMatching(/^texts\/fr.yaml:10: page.facts #1 has source 3, and sources.yaml/),
    );
  });
});

test("a character that hides or turns text is refused, those that Thai and Arabic need are not", async () => {
  await expectRefusal(
    fr,
    { from: "Another reason.", to: "Another\u202e reason." },
    "the hidden character U+202E: take it out",
  );
  const folder = makeCatalogueFolder();
  folder.edit(fr, "Another reason.", "\u200fAnother\u200c reason\u200b.");
  expect(await folder.problems()).toEqual([]);
});
