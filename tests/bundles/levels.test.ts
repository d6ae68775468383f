import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyBundle } from "#campaigns/bundles/check/verify-bundle.ts";
import { writeBundle } from "#campaigns/bundles/write-bundle.ts";
import type { Deps } from "#campaigns/open.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { placeLines } from "#campaigns/signing/roll/place-lines.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { countedSignature, freshLink, signAs } from "../support/signing.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { bundleOf, loadBundledCampaign } from "./bundled-campaign.ts";
import { readBundle, readCsv, textOf } from "./read-bundle.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

test("level 0 tells how many, names no country of few, and shows nobody", async () => {
  const campaign = await loadBundledCampaign(deps, "level-0");
  for (let turn = 0; turn < 11; turn += 1) await countedSignature(deps, campaign, `gb${turn}`);
  for (const country of ["FR", "DE"])
    await countedSignature(deps, campaign, country.toLowerCase(), { country });
  const { files } = await bundleOf(deps, campaign, { level: 0 });
  expect([...files.keys()].filter((name) => /signatures|leaves/.test(name))).toEqual([]);
  const { counts } = JSON.parse(textOf(files, "manifest.json"));
  expect(counts).toMatchObject({ signatures: 13, byCountry: { GB: 11, other: 2 } });
  expect(readCsv(files.get("counts.csv")).map(({ country }) => country)).toContain("other");
  const readable = [...files].filter(([name]) => !name.endsWith(".pdf"));
  for (const [name, bytes] of readable)
    expect(/\b(FR|DE)\b/.test(bytes.toString("latin1")), name).toBe(false);
});

test("level 1 shows each leaf, and no name: not even one that is hashed without a salt", async () => {
  const campaign = await loadBundledCampaign(deps, "level-1");
  await countedSignature(deps, campaign, "anna");
  const { files } = await bundleOf(deps, campaign, { level: 1 });
  expect(files.has("signatures.csv")).toBe(false);
  expect(textOf(files, "leaves.txt")).toMatch(
    /^1 sign [0-9a-f]{32}-0 international [0-9a-f]{64} GB \S+ - [0-9a-f]{64}\n$/,
  );
  for (const [name, bytes] of files) expect(bytes.includes("Anna"), name).toBe(false);
});

test("level 3 shows postcodes, is refused unsealed, and opens with the key of its receiver alone", async () => {
  const campaign = await loadBundledCampaign(deps, "level-3", { asksPostcode: true });
  await countedSignature(deps, campaign, "carla", { postcode: "SW1A 1AA" });
  await expect(bundleOf(deps, campaign, { level: 3 })).rejects.toMatchObject({ code: "configuration" });
  await expect(bundleOf(deps, campaign, { level: 3, sealTo: "age1none" })).rejects.toMatchObject({
    code: "configuration",
    message: expect.stringMatching(/"age1none" is no public key of age/),
  });
  const identity = await generateX25519Identity();
  const folder = temporaryFolder();
  const sealed = join(folder, "bundle.zip.age");
  const sealTo = await identityToRecipient(identity);
  const openKeys = async () => deps.keys;
  await writeBundle({ ...deps, openKeys }, { campaign, path: sealed, level: 3, sealTo });
  expect(readFileSync(sealed).includes("signatures.csv")).toBe(false);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const opened = join(folder, "bundle.zip");
  writeFileSync(opened, await decrypter.decrypt(readFileSync(sealed)));
  expect((await verifyBundle(opened)).checks.filter(({ problem }) => problem)).toEqual([]);
  const files = await readBundle(opened);
  expect(readCsv(files.get("signatures.csv"))[0]).toMatchObject({ postcode: "SW1A 1AA" });
  for (const bytes of files.values()) expect(bytes.includes("carla@")).toBe(false);
  const stranger = new Decrypter();
  stranger.addIdentity(await generateX25519Identity());
  await expect(stranger.decrypt(readFileSync(sealed))).rejects.toThrow();
  openWithTool(sealed, identity, opened);
});

/** Where Debian's `age` is installed, as in the build, it opens the same file. */
function openWithTool(sealed: string, identity: string, opened: string): void {
  if (!existsSync("/usr/bin/age")) return;
  const keyFile = join(temporaryFolder(), "key.txt");
  writeFileSync(keyFile, `${identity}\n`);
  const { status, stdout } = spawnSync("/usr/bin/age", ["-d", "-i", keyFile, sealed]);
  expect(status).toBe(0);
  expect(stdout.equals(readFileSync(opened))).toBe(true);
}

test("what the log does not know yet waits for the next bundle, and what was just withdrawn is in none", async () => {
  const campaign = await loadBundledCampaign(deps, "frozen");
  const leaver = await countedSignature(deps, campaign, "leaver");
  await countedSignature(deps, campaign, "stayer");
  await withdrawSignature(deps, freshLink(deps, "withdraw", leaver.ref), "withdrawn");
  const withdrawing = await deps.database.sheets.findOne({ campaign: campaign.ordinal, kind: "withdrawing" });
  if (!withdrawing) throw new Error("The withdrawal left no sheet.");
  await processSheet(deps, withdrawing._id);
  const { files } = await bundleOf(deps, campaign);
  expect(readCsv(files.get("signatures.csv")).map(({ name }) => name)).toEqual(["Stayer Tester"]);
  expect(textOf(files, "leaves.txt").match(/^1 withdraw /gm)).toHaveLength(1);
  const { ref } = await signAs(deps, campaign, "joiner");
  const openKeys = async () => {
    await processSheet(deps, ref.sheet);
    return deps.keys;
  };
  const path = join(temporaryFolder(), "bundle.zip");
  await writeBundle({ ...deps, openKeys }, { campaign, path });
  expect((await verifyBundle(path)).checks.filter(({ problem }) => problem)).toEqual([]);
  expect(readCsv((await readBundle(path)).get("signatures.csv"))).toHaveLength(1);
});

test("a signature whose sheet has no result yet is left out: its worker may have died when it was on the roll", async () => {
  const campaign = await loadBundledCampaign(deps, "half-placed");
  await countedSignature(deps, campaign, "stayer");
  const { ref } = await signAs(deps, campaign, "placed");
  const sheet = await deps.database.sheets.findOne({ _id: ref.sheet });
  if (!sheet) throw new Error("The signature left no sheet.");
  await placeLines(deps, sheet);
  const { path, files } = await bundleOf(deps, campaign);
  expect(readCsv(files.get("signatures.csv")).map(({ name }) => name)).toEqual(["Stayer Tester"]);
  expect((await verifyBundle(path)).checks.filter(({ problem }) => problem)).toEqual([]);
});

test("a bundle of one country proves its leaves without showing those of others", async () => {
  const campaign = await loadBundledCampaign(deps, "scoped");
  for (let turn = 0; turn < 9; turn += 1) await countedSignature(deps, campaign, `gb${turn}`);
  await countedSignature(deps, campaign, "anong", { country: "TH", locale: "th" });
  for (let turn = 9; turn < 14; turn += 1) await countedSignature(deps, campaign, `gb${turn}`);
  const { path, files } = await bundleOf(deps, campaign, { country: "TH" });
  const lines = textOf(files, "leaves.txt").trimEnd().split("\n");
  expect(lines.filter((line) => line.startsWith("1 "))).toHaveLength(1);
  // Nine leaves are a subtree of eight and one; what follows is a leaf, one of four, and the last.
  expect(lines.map((line) => line.slice(0, 3))).toEqual(["# 3", "# 0", "1 s", "# 1", "# 1", "# 0"]);
  expect((await verifyBundle(path)).checks.filter(({ problem }) => problem)).toEqual([]);
});
