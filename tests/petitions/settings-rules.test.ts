import { describe, expect, test } from "vitest";
import { expectRefusal, makeCatalogueFolder } from "./catalogue-folder.ts";

const campaign = "campaign.yaml";

test.each([
  ["slug: small-campaign", "slug: Small Campaign", 'slug "Small Campaign" must be lower-case letters'],
  ["slug: small-campaign", "slug: small--campaign", 'slug "small--campaign" must be'],
  ["slug: small-campaign", "slug: ../up", 'slug "../up" must be'],
  ["state: open", "state: public", "state must be draft or open or closed"],
  ["verification: email", "verification: phone", "verification must be email or none"],
  ["asksPostcode: false", 'asksPostcode: "no"', "asksPostcode must be true or false"],
  ["sharedMailbox: false", "sharedMailbox: true", "set asksPostcode to true"],
  ["opensAt: 2026-01-01", "opensAt: 2026-02-30", "opensAt must be a day like 2026-11-23"],
  ["opensAt: 2026-01-01", "opensAt: 01.01.2026", "opensAt must be a day like"],
  ["opensAt: 2026-01-01", "opensAt: 2026-01-01T10:00:00+07:00", "opensAt must be a day like"],
  ["closesAt: 2027-01-01T12:00:00Z", "closesAt: 2025-12-31", "closesAt must be after opensAt"],
  ["goals: [100, 1000]", "goals: [100, 100]", "goal 100 must be above the one before it, 100"],
  ["goals: [100, 1000]", "goals: []", "goals must be a list with at least one entry"],
  ["goals: [100, 1000]", "goals: [100, many]", "goals #2 must be a whole number, 1 or more"],
])("%s cannot become %s", async (from, to, says) => {
  await expectRefusal(campaign, { from, to }, says);
});

test("a campaign without an end is as it must be", async () => {
  const folder = makeCatalogueFolder();
  folder.edit(campaign, "closesAt: 2027-01-01T12:00:00Z", "closesAt: null");
  expect(await folder.problems()).toEqual([]);
});

describe("colours are refused", () => {
  test.each([
    [
      "when text is too faint",
      'onBandSoft: "#d3e0f0"',
      'onBandSoft: "#6f86a6"',
      "onBandSoft #6f86a6 has contrast 3.27 with band",
    ],
    [
      "when links are too faint on paper",
      'campaign: "#1d4f8c"',
      'campaign: "#7d9fcc"',
      "campaign #7d9fcc has contrast",
    ],
    [
      "when a button cannot be read",
      'onCampaign: "#fffffe"',
      'onCampaign: "#1d4f8d"',
      "with campaign #1d4f8c",
    ],
    [
      "when strokes cannot be told from the band",
      'stalk: "#f6b26c"',
      'stalk: "#2f4a6d"',
      "with band #132c4c; it needs 3:",
    ],
    [
      "when text on the tint cannot be read",
      'tint: "#e7eef7"',
      'tint: "#8fa8c8"',
      "tint #8fa8c8 has contrast 3.37 with campaign",
    ],
    ["when most and least look alike on the map", '"#17365d"]', '"#b9cfeb"]', "map #b9cfeb has contrast"],
    ["when one is no colour", 'tint: "#e7eef7"', "tint: blue", "colours.light.tint must be like #14406b"],
    [
      "when the map lacks a step",
      '"#3a69a6", "#17365d"]',
      '"#3a69a6"]',
      "colours.light.map must have 5 colours",
    ],
  ])("%s", async (_, from, to, says) => {
    const folder = makeCatalogueFolder();
    folder.edit(campaign, from, to);
    const problems = await folder.problems();
    expect(problems.join("\n")).toContain(says);
    for (const problem of problems) expect(problem).toMatch(/^campaign.yaml:\d+: colours\.(light|dark)\./);
    expect(problems.join("\n")).toContain(folder.lineOf(campaign, to));
  });
});

describe("sources are refused", () => {
  test("out of their order", async () => {
    const folder = makeCatalogueFolder();
    folder.edit("sources.yaml", "number: 2", "number: 4");
    expect(await folder.problems()).toContain(
      "sources.yaml:11: source 4 is in position 2: number the sources 1, 2, 3 in their order",
    );
  });

  test("without claims", async () => {
    const folder = makeCatalogueFolder();
    folder.edit("sources.yaml", "    claims:\n      - It has 122 members in 104 countries.\n", "");
    expect(await folder.problems()).toContain("sources.yaml:11: sources #2.claims is missing: add it");
  });
});

test("a folder that does not exist, or is empty, is refused", async () => {
  const folder = makeCatalogueFolder();
  folder.remove("campaign.yaml");
  folder.remove("sources.yaml");
  expect(await folder.problems()).toEqual([
    "campaign.yaml:1: is missing: add it",
    "sources.yaml:1: is missing: add it",
  ]);
});
