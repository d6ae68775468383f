import { expect, test } from "vitest";
import { checkCatalogue } from "#campaigns/petitions/check-catalogue.ts";
import { isOpen } from "#campaigns/petitions/is-open.ts";
import { plainDays } from "#campaigns/petitions/write-catalogue.ts";
import { makeCatalogueFolder } from "./catalogue-folder.ts";

test("signatures are taken from the opening to just before the close, while the campaign is open", async () => {
  const { campaign } = await checkCatalogue(makeCatalogueFolder().path);
  if (!campaign) throw new Error("The small campaign must be as it must be.");
  const open = { ...campaign, ordinal: 1, organisationNames: {}, petitions: [] };
  const at = (moment: string, changes = {}) => isOpen({ ...open, ...changes }, new Date(moment));
  expect(at("2025-12-31T23:59:59.999Z")).toBe(false);
  expect(at("2026-01-01T00:00:00Z")).toBe(true);
  expect(at("2027-01-01T11:59:59.999Z")).toBe(true);
  expect(at("2027-01-01T12:00:00Z")).toBe(false);
  expect(at("2090-01-01", { closesAt: null })).toBe(true);
  expect(at("2026-06-01", { state: "draft" })).toBe(false);
  expect(at("2026-06-01", { state: "closed" })).toBe(false);
});

test.each([
  ["Asia/Bangkok", "2026-11-30T16:59:59.999Z"],
  ["America/New_York", "2026-12-01T04:59:59.999Z"],
  ["UTC", "2026-11-30T23:59:59.999Z"],
])("In %s the day on which a campaign closes belongs to it", async (timeZone, last) => {
  const folder = makeCatalogueFolder();
  folder.edit("campaign.yaml", "opensAt: 2026-01-01", `timeZone: ${timeZone}\nopensAt: 2026-01-01`);
  folder.edit("campaign.yaml", "closesAt: 2027-01-01T12:00:00Z", "closesAt: 2026-11-30");
  const { campaign } = await checkCatalogue(folder.path);
  if (!campaign) throw new Error("The small campaign must be as it must be.");
  const open = { ...campaign, ordinal: 1, organisationNames: {}, petitions: [] };
  expect(isOpen(open, new Date(last))).toBe(true);
  expect(isOpen(open, new Date(new Date(last).getTime() + 1))).toBe(false);
  const days = { ...open, opensAt: campaign.opensAt, closesAt: campaign.closesAt };
  expect(plainDays(days)).toEqual({ opensAt: "2026-01-01", closesAt: "2026-11-30" });
});

test("A time zone that nobody knows is refused on its line", async () => {
  const folder = makeCatalogueFolder();
  folder.edit("campaign.yaml", "opensAt: 2026-01-01", "timeZone: Asia/Atlantis\nopensAt: 2026-01-01");
  expect(await folder.problems()).toEqual([
    expect.stringContaining('timeZone "Asia/Atlantis" is unknown: use a name such as Asia/Bangkok'),
  ]);
});
