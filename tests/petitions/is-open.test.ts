import { expect, test } from "vitest";
import { checkCatalogue } from "#campaigns/petitions/check-catalogue.ts";
import { isOpen } from "#campaigns/petitions/is-open.ts";
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
