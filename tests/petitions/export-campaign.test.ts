import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Database } from "#campaigns/open.ts";
import { checkCatalogue } from "#campaigns/petitions/check-catalogue.ts";
import { exportCampaign } from "#campaigns/petitions/export-campaign.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { loadCampaign } from "#campaigns/petitions/load-campaign.ts";
import { useDatabase } from "#tests/support/use-database.ts";
import { makeCatalogueFolder } from "./catalogue-folder.ts";

const modelCase = fileURLToPath(new URL("../../campaigns/catalogue/stop-sex-trafficking/", import.meta.url));

let database: Database;

useDatabase((opened) => {
  database = opened;
});

function newFolder(): string {
  const path = mkdtempSync(join(tmpdir(), "sheaf-export-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return join(path, "campaign");
}

describe("a campaign that was exported", () => {
  test("passes every rule, and loading it changes nothing", async () => {
    await loadCampaign({ database }, modelCase);
    const before = await findCampaign({ database }, "stop-sex-trafficking");
    const folder = newFolder();
    await exportCampaign({ database }, "stop-sex-trafficking", folder);
    const { problems, unpublished } = await checkCatalogue(folder);
    expect(problems).toEqual([]);
    expect(unpublished).toEqual([]);
    const loaded = await loadCampaign({ database }, folder);
    expect(loaded.outcome).toBe("kept");
    expect(new Set(loaded.petitions.map(({ outcome }) => outcome))).toEqual(new Set(["kept"]));
    expect(await findCampaign({ database }, "stop-sex-trafficking")).toEqual(before);
  });

  test("keeps older versions, corrections, share texts and the reason of its end", async () => {
    const folder = makeCatalogueFolder("all-kinds");
    await loadCampaign({ database }, folder.path);
    folder.edit("texts/fr.yaml", "We ask the council (fr) to act.", "We ask the council (fr) to act soon.");
    folder.edit("campaign.yaml", "wording: international, version: 1", "wording: international, version: 2");
    folder.edit(
      "campaign.yaml",
      "state: open",
      "state: archived\nclosed: { at: 2026-05-01, reason: handed-over }",
    );
    for (const locale of ["en", "fr", "es", "th", "ar", "tl"]) {
      const lines =
        "  corrections: [{ at: 2026-03-01, source: 2, was: 120 members, text: It has 122. }]\n" +
        "  shares: [{ variant: a, text: Sign with me. }, { variant: b, text: Add your name. }]\n";
      folder.edit(`texts/${locale}.yaml`, "offices:\n", `${lines}offices:\n`);
    }
    await loadCampaign({ database }, folder.path);
    const exported = newFolder();
    await exportCampaign({ database }, "all-kinds", exported);
    expect((await loadCampaign({ database }, exported)).outcome).toBe("kept");
    expect(readFileSync(join(exported, "published.yaml"), "utf8")).toContain("version: 2");
    const campaign = await findCampaign({ database }, "all-kinds");
    expect(campaign).toMatchObject({ state: "archived", closed: { reason: "handed-over" } });
    expect(campaign?.pages.th).toMatchObject({
      corrections: [{ source: 2, was: "120 members" }],
      shares: [{ variant: "a" }, { variant: "b" }],
    });
  });

  test("is not written over what stands in a folder", async () => {
    const folder = makeCatalogueFolder("written-over");
    await loadCampaign({ database }, folder.path);
    await expect(exportCampaign({ database }, "written-over", folder.path)).rejects.toThrow("is not empty");
  });
});

test("a published correction can't be taken back, and a published claim not be changed without one", async () => {
  const folder = makeCatalogueFolder("corrected");
  await loadCampaign({ database }, folder.path);
  const claim = "It has 122 members in 104 countries.";
  folder.edit("sources.yaml", claim, `${claim} So it says.`);
  await expect(loadCampaign({ database }, folder.path)).rejects.toThrow("add a correction of source 2");
  const correction = "  corrections: [{ at: 2026-03-01, source: 2, was: less, text: More. }]\n";
  for (const locale of ["en", "fr", "es", "th", "ar", "tl"]) {
    folder.edit(`texts/${locale}.yaml`, "offices:\n", `${correction}offices:\n`);
  }
  await loadCampaign({ database }, folder.path);
  for (const locale of ["en", "fr", "es", "th", "ar", "tl"])
    folder.edit(`texts/${locale}.yaml`, correction, "");
  await expect(loadCampaign({ database }, folder.path)).rejects.toThrow("was published: put it back");
});
