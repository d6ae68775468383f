import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import { countedSignature, findOnRoll } from "../support/signing.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { bundleOf, countLines, loadBundledCampaign } from "./bundled-campaign.ts";
import { readCsv, sha256, textOf, unpack } from "./read-bundle.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

describe("what goes with it", () => {
  test("a bundle of one country holds its signers, their texts and counts, and nothing of others", async () => {
    const campaign = await loadBundledCampaign(deps, "one-country");
    await countedSignature(deps, campaign, "anong", { country: "TH", locale: "th" });
    await countedSignature(deps, campaign, "chai", {
      country: "TH",
      locale: "en",
      petition: "international",
    });
    await countedSignature(deps, campaign, "liza", { country: "PH", locale: "tl" });
    const { files } = await bundleOf(deps, campaign, { country: "TH" });
    expect(
      readCsv(files.get("signatures.csv"))
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["Anong Tester", "Chai Tester"]);
    const manifest = JSON.parse(textOf(files, "manifest.json"));
    expect(manifest.filter).toEqual({ country: "TH" });
    expect(manifest.counts).toMatchObject({
      signatures: 2,
      byCountry: { TH: 2 },
      byPetition: { international: 1, th: 1 },
      byChannel: { web: 2 },
    });
    expect([...files.keys()]).toEqual([
      "signatures.csv",
      "signatures.ndjson",
      "leaves.txt",
      "texts/international/en-v1.txt",
      "texts/th/th-v1.txt",
      "counts.csv",
      "checkpoint.txt",
      "letter.pdf",
      "summary.pdf",
      "signatures-001.pdf",
      "README.txt",
      "public-key.pem",
      "manifest.json",
      "SHA256SUMS",
      "SHA256SUMS.sig",
    ]);
  });

  test("texts are byte by byte those whose hashes were published", async () => {
    const campaign = await loadBundledCampaign(deps, "exact-texts");
    await countedSignature(deps, campaign, "hala", { country: "EG", locale: "ar" });
    await countedSignature(deps, campaign, "noi", { country: "TH", locale: "th" });
    const { files } = await bundleOf(deps, campaign);
    const { counts } = JSON.parse(textOf(files, "manifest.json"));
    expect(counts.byWording).toHaveLength(2);
    for (const { file, sha256: published, petition, language } of counts.byWording) {
      const version = campaign.petitions.find(({ id }) => id === petition)?.versions[0];
      expect(sha256(files.get(file) ?? "")).toBe(version?.texts[language]?.sha256);
      expect(published).toBe(version?.texts[language]?.sha256);
    }
  });

  test("counts.csv sums to the same in every way of counting", async () => {
    const campaign = await loadBundledCampaign(deps, "all-counts");
    for (const [who, country] of Object.entries({ a1: "TH", b2: "TH", c3: "PH", d4: "GB", e5: "FR" }))
      await countedSignature(deps, campaign, who, { country });
    await countLines(deps, campaign, [{ name: "On Paper", email: "paper@example.org", country: "TH" }]);
    const rows = readCsv((await bundleOf(deps, campaign)).files.get("counts.csv"));
    const sums = new Map<string, number>();
    for (const row of rows) {
      const by = row["counted by"] ?? "";
      sums.set(by, (sums.get(by) ?? 0) + Number(row.signatures));
    }
    expect(Object.fromEntries(sums)).toEqual({
      total: 6,
      petition: 6,
      country: 6,
      channel: 6,
      wording: 6,
      "petition, country and channel": 6,
    });
    expect(rows).toContainEqual(
      expect.objectContaining({ "counted by": "channel", channel: "paper", signatures: "1" }),
    );
  });

  test("the manifest names every file with its size and hash, and its names are sorted", async () => {
    const campaign = await loadBundledCampaign(deps, "manifest");
    await countedSignature(deps, campaign, "mia");
    const { files } = await bundleOf(deps, campaign);
    const manifest = JSON.parse(textOf(files, "manifest.json"));
    const named = [...files.keys()].filter(
      (name) => !["manifest.json", "SHA256SUMS", "SHA256SUMS.sig"].includes(name),
    );
    expect(manifest.files).toEqual(
      named.map((name) => ({
        name,
        bytes: files.get(name)?.length,
        sha256: sha256(files.get(name) ?? ""),
      })),
    );
    const mia = await findOnRoll(deps, campaign, "mia@example.org");
    expect(manifest.asOf).toBe(mia?.at.toISOString());
    expect(manifest.dedupe).toMatchObject({ version: 2 });
    const isSorted = (value: unknown): boolean => {
      if (typeof value !== "object" || value === null) return true;
      const names = Object.keys(value);
      const inOrder = Array.isArray(value) || names.join() === names.toSorted().join();
      return inOrder && Object.values(value).every(isSorted);
    };
    expect(isSorted(manifest)).toBe(true);
    expect(textOf(files, "manifest.json")).toBe(`${JSON.stringify(manifest, null, 2)}\n`);
  });

  test("sha256sum -c finds every file right, and one that was touched wrong", async () => {
    const campaign = await loadBundledCampaign(deps, "checked");
    await countedSignature(deps, campaign, "ilse", { country: "TH" });
    const { files } = await bundleOf(deps, campaign);
    const folder = temporaryFolder();
    unpack(files, folder);
    const check = () =>
      execFileSync("sha256sum", ["-c", "SHA256SUMS"], { cwd: folder, encoding: "utf8", stdio: "pipe" });
    expect(check().trim().split("\n")).toEqual(
      [...files.keys()].filter((name) => !name.startsWith("SHA256SUMS")).map((name) => `${name}: OK`),
    );
    writeFileSync(join(folder, "counts.csv"), textOf(files, "counts.csv").replace("TH", "PH"));
    expect(check).toThrow(/counts.csv: FAILED|did NOT match/);
  });
});
