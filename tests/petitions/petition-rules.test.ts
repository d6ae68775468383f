import { describe, expect, test } from "vitest";
import { checkCatalogue } from "#campaigns/petitions/check-catalogue.ts";
import { hashText } from "#campaigns/texts/normalise-text.ts";
import { expectRefusal, makeCatalogueFolder } from "./catalogue-folder.ts";

const fr = "texts/fr.yaml";
const campaign = "campaign.yaml";

test("the text that is signed names the office, and carries no marks", async () => {
  const folder = makeCatalogueFolder();
  folder.edit(fr, "We ask you (fr) to act.", "Since 2009[^1] we ask {office}.");
  expect(await folder.problems()).toEqual([]);
  const checked = await checkCatalogue(folder.path);
  const thailand = checked.campaign?.petitions.find(({ id }) => id === "th");
  const text = "To: A ministry of Thailand (fr)\n\nSince 2009 we ask A ministry of Thailand (fr).\n";
  expect(thailand?.today.texts.fr).toEqual({ text, sha256: hashText(text) });
  expect(thailand?.target.ar).toBe("A ministry of Thailand (ar)");
});

describe("a petition is refused", () => {
  test("whose country nobody knows, or is written in lower case", async () => {
    const folder = makeCatalogueFolder();
    folder.edit(campaign, "id: th, country: TH", "id: xx, country: XX");
    const problems = await folder.problems();
    expect(problems).toContainEqual(
      expect.stringMatching(/^campaign.yaml:34: country "XX" is unknown: use the upper-case/),
    );
    await expectRefusal(campaign, { from: "country: TH", to: "country: th" }, 'country "th" is unknown');
  });

  test("that is not called after its country", async () => {
    const folder = makeCatalogueFolder();
    folder.edit(campaign, "id: th, country: TH", "id: thailand, country: TH");
    const problems = await folder.problems();
    expect(problems).toContainEqual(
      'campaign.yaml:34: petition "thailand" must be called "th", after its country',
    );
  });

  test("that stands twice", async () => {
    const folder = makeCatalogueFolder();
    folder.edit(campaign, "id: ph, country: PH", "id: th, country: TH");
    const problems = await folder.problems();
    expect(problems).toContainEqual(expect.stringMatching(/^campaign.yaml:35: petition "th" stands twice/));
  });

  test("that names no office in one language", async () => {
    const office = "  th: A ministry of Thailand (fr)\n";
    await expectRefusal(
      fr,
      { from: office, to: "", at: "offices:" },
      'petition "th" names no office: add offices.th',
    );
    await expectRefusal(fr, { from: office, to: "  th:\n" }, "offices.th must be a text that is not empty");
  });

  test("whose wording names no office", async () => {
    const edit = { from: "    To: {office}\n\n    We ask you", to: "    We ask you", at: "country: |" };
    await expectRefusal(fr, edit, "wordings.country names no office: write {office} where");
  });

  test("whose wording is missing", async () => {
    const edit = {
      from: "  country: |\n    To: {office}\n\n    We ask you (fr) to act.\n",
      to: "",
      at: "wordings:",
    };
    await expectRefusal(fr, edit, "wordings.country is missing");
  });

  test("whose wording has a gap that nothing fills", async () => {
    await expectRefusal(
      fr,
      { from: "We ask you (fr)", to: "We ask {name}" },
      'has "{name}": the only gap is {office}',
    );
  });

  test("whose version is no whole number from 1 on", async () => {
    const from = "wording: international, version: 1";
    for (const version of ["0", "1.5", '"1"', "-1"]) {
      await expectRefusal(
        campaign,
        { from, to: `wording: international, version: ${version}` },
        "must be a whole number",
      );
    }
  });
});

test("an office or a wording that no petition uses is refused", async () => {
  await expectRefusal(
    fr,
    { from: "offices:\n", to: "offices:\n  us: Congress\n", at: "us: Congress" },
    "offices.us belongs to no petition",
  );
  await expectRefusal(
    fr,
    { from: "wordings:\n", to: "wordings:\n  third: To {office}\n", at: "third:" },
    "wordings.third is used by no petition",
  );
});
