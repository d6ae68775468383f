import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Database } from "#campaigns/open.ts";
import { checkNetwork } from "#campaigns/organisations/check-network.ts";
import { forgetOrganisations, listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import { loadNetwork } from "#campaigns/organisations/load-network.ts";
import { loadCampaign } from "#campaigns/petitions/load-campaign.ts";
import { locales } from "#campaigns/platform/languages/languages.ts";
import { showProblem } from "#campaigns/texts/yaml-file.ts";
import { useDatabase } from "#tests/support/use-database.ts";

const catalogue = fileURLToPath(new URL("../../campaigns/catalogue/", import.meta.url));
const sweden = "ecpat-sweden.yaml";

let database: Database;

useDatabase((opened) => {
  database = opened;
});
beforeEach(async () => {
  await database.organisations.deleteMany({});
});

/** A copy of the network to break; it goes when the test ends. */
function copyNetwork() {
  const path = mkdtempSync(join(tmpdir(), "sheaf-network-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  cpSync(join(catalogue, "network"), path, { recursive: true });
  const edit = (file: string, from: string, to: string) => {
    const text = readFileSync(join(path, file), "utf8");
    if (!text.includes(from)) throw new Error(`"${from}" is not in ${file}.`);
    writeFileSync(join(path, file), text.replace(from, to));
  };
  return { path, edit };
}

describe("the network of the model case", () => {
  test("passes every rule, and names what the source documents name, in every language", async () => {
    const { organisations, problems } = await checkNetwork(join(catalogue, "network"));
    expect(problems.map(showProblem)).toEqual([]);
    const kinds = Array.from(organisations, ([slug, { kind, countries }]) => [slug, kind, ...countries]);
    expect(kinds).toEqual([
      ["ecpat-cebu", "office", "PH"],
      ["ecpat-international", "secretariat", "TH"],
      ["ecpat-philippines", "member", "PH"],
      ["ecpat-sweden", "member", "SE"],
      ["ecpat-uk", "member", "GB"],
      ["ecpat-usa", "member", "US"],
    ]);
    for (const [slug, { about, address }] of organisations) {
      expect(Object.keys(about)).toEqual(locales);
      expect(address).toBe(slug === "ecpat-international" ? "Bangkok, Thailand" : null);
    }
  });

  test("nowhere has words that blame the child for what is done to it, nor the figure that was given up", async () => {
    const { organisations } = await checkNetwork(join(catalogue, "network"));
    const all = JSON.stringify([...organisations]);
    for (const words of [
      /prostitut/i,
      /pornogra/i,
      /sex[\s-]?touris/i,
      /100[,.\s]?000/,
      /โสเภณี/,
      /دعارة|بغاء/,
    ]) {
      expect(all).not.toMatch(words);
    }
  });

  test("has every organisation whose petitions the model case has", async () => {
    await loadNetwork({ database }, join(catalogue, "network"));
    const campaign = await loadCampaign({ database }, join(catalogue, "stop-sex-trafficking"));
    expect(campaign.outcome).toBe("added");
  });
});

test("loading twice changes nothing, also at the same time, and a changed file is taken over", async () => {
  const folder = copyNetwork();
  const both = await Promise.all([1, 2].map(() => loadNetwork({ database }, folder.path)));
  expect(both.flat().filter(({ outcome }) => outcome === "added")).toHaveLength(6);
  expect(await listOrganisations({ database })).toHaveLength(6);
  const again = await loadNetwork({ database }, folder.path);
  expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(["kept"]));
  folder.edit(sweden, "countries: [SE]", "countries: [SE, NO]");
  const changed = (await loadNetwork({ database }, folder.path)).filter(({ outcome }) => outcome !== "kept");
  expect(changed).toEqual([{ slug: "ecpat-sweden", outcome: "changed" }]);
  const stored = await database.organisations.findById("ecpat-sweden").lean();
  expect(stored).toMatchObject({ countries: ["SE", "NO"], version: 2 });
});

test("what was edited in the console stays, whatever the file says", async () => {
  const folder = copyNetwork();
  await loadNetwork({ database }, folder.path);
  const edit = { name: "ECPAT Sverige", editedAt: new Date() };
  await database.organisations.updateOne({ _id: "ecpat-sweden" }, { $set: edit, $inc: { version: 1 } });
  folder.edit(sweden, "countries: [SE]", "countries: [SE, NO]");
  const loaded = await loadNetwork({ database }, folder.path);
  expect(loaded.find(({ slug }) => slug === "ecpat-sweden")?.outcome).toBe("edited");
  forgetOrganisations({ database });
  const names = (await listOrganisations({ database })).map(({ name }) => name);
  expect(names).toContain("ECPAT Sverige");
});

test.each([
  ["kind: member", "kind: club", "kind must be secretariat or member or office"],
  ["kind: member", "kind: secretariat", "the secretariat is ecpat-international"],
  ["kind: member", "kind: office", "an office needs its parent"],
  ["kind: member", "kind: member\nparent: ecpat-usa", "only an office has a parent"],
  ["kind: member", "kind: office\nparent: nobody", 'parent "nobody" must be another organisation'],
  ["countries: [SE]", "countries: [se]", 'country "se" is unknown'],
  ["countries: [SE]", "countries: [SE, SE]", 'country "SE" stands twice'],
  ["countries: [SE]", "countries: []", "countries must be a list with at least one entry"],
  [
    "kind: member",
    "kind: member\nwebsite: javascript:alert(1)",
    "must be an address that begins with https://",
  ],
  ["kind: member", "kind: member\nfax: none", "fax is not known here"],
  ["more than 350 businesses", "more than 360 businesses", 'has the figure "360", and no claim of source 1'],
  ["  fr:", "  de:", "about lacks fr"],
])("refused with file and line, and nothing is loaded: %s becoming %s", async (from, to, says) => {
  const folder = copyNetwork();
  folder.edit(sweden, from, to);
  const problem = await loadNetwork({ database }, folder.path).catch((error: Error) => error.message);
  expect(problem).toContain(says);
  expect(problem).toMatch(/ecpat-sweden\.yaml:\d+: /);
  expect(await database.organisations.countDocuments()).toBe(0);
});

test("a network without its secretariat, or a folder that does not exist, is refused", async () => {
  const folder = copyNetwork();
  rmSync(join(folder.path, "ecpat-international.yaml"));
  for (const path of [folder.path, join(folder.path, "nowhere")]) {
    await expect(loadNetwork({ database }, path)).rejects.toMatchObject({ code: "catalogue-refused" });
  }
});
