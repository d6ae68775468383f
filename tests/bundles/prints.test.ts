import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import { hasPoppler, isAccessible, textOfPdf } from "../support/pdf.ts";
import { countedSignature } from "../support/signing.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { bundleOf, countLines, loadBundledCampaign } from "./bundled-campaign.ts";
import { type BundleFiles, sha256, textOf } from "./read-bundle.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

function read(files: BundleFiles, name: string): string {
  const pdf = files.get(name);
  if (!pdf) throw new Error(`There is no ${name}.`);
  expect(isAccessible(pdf)).toBe(true);
  return textOfPdf(pdf);
}

describe.skipIf(!hasPoppler)("prints of a bundle", () => {
  test("a bundle of one country has a letter to its office, in the language of the office", async () => {
    const campaign = await loadBundledCampaign(deps, "thai-letter");
    await countedSignature(deps, campaign, "anong", { country: "TH", locale: "en" });
    await countedSignature(deps, campaign, "chai", { country: "TH", locale: "en" });
    await countedSignature(deps, campaign, "noi", { country: "TH", locale: "th" });
    const { files } = await bundleOf(deps, campaign, { country: "TH" });
    const text = read(files, "letter.pdf");
    const thai = campaign.petitions.find(({ country }) => country === "TH");
    expect(text).toContain(`เรียน ${thai?.target.th}`);
    expect(text).toContain("จำนวนผู้ลงชื่อ 3");
    expect(text).toContain("สาม");
    const words = (locale: string) =>
      thai?.versions.at(-1)?.texts[locale]?.text.trim().replaceAll(/\s+/g, " ") ?? "?";
    expect(text).toContain(words("en"));
    expect(text).toContain("นี่คือคำแปลเป็นไทย");
    expect(text.replaceAll(" ", "")).toContain(words("th").replaceAll(" ", ""));
    expect(text).toContain("จำนวนผู้ลงชื่อในข้อความนี้: 2");
  });

  test("one of a whole campaign has a letter for each office, and says what it is a part of", async () => {
    const campaign = await loadBundledCampaign(deps, "letters");
    await countedSignature(deps, campaign, "anong", { country: "TH", locale: "th" });
    await countedSignature(deps, campaign, "bea", { country: "FR" });
    await countedSignature(deps, campaign, "carl", { country: "FR" });
    const text = read((await bundleOf(deps, campaign)).files, "letter.pdf");
    const office = (id: string) => campaign.petitions.find((petition) => petition.id === id)?.target;
    expect(text).toContain(`To: ${office("international")?.en}`);
    expect(text).toContain("3 signatures on 2 petitions of this campaign");
    expect(text).toContain(`เรียน ${office("th")?.th}`);
  });

  test("the summary counts as counts.csv does, and keeps paper apart from the web", async () => {
    const campaign = await loadBundledCampaign(deps, "summed");
    for (const who of ["ada", "ben", "cleo"]) await countedSignature(deps, campaign, who, { country: "GB" });
    await countLines(deps, campaign, [{ name: "On Paper", email: "paper@example.org", country: "TH" }]);
    const { files } = await bundleOf(deps, campaign);
    const text = read(files, "summary.pdf");
    expect(text).toContain("4 signatures");
    expect(text).toContain("United Kingdom 3 75%");
    expect(text).toContain("Thailand 1 25%");
    expect(text).toMatch(/On paper Entered from sheets of paper\. .* 1 25%/);
    expect(text).toContain(sha256(files.get("public-key.pem") ?? ""));
  });

  test("every signer is on the pages, whose feet name the list that they were printed from", async () => {
    const campaign = await loadBundledCampaign(deps, "printed", { asksPostcode: true });
    await countLines(deps, campaign, [
      { name: "สมชาย ใจดี", email: "one@example.org", country: "TH", postcode: "10110" },
      { name: "=cmd|'/c calc'!A1 #panic()", email: "two@example.org" },
    ]);
    await countedSignature(deps, campaign, "ulla", {
      postcode: "SW1A 1AA",
      consent: { updates: false, unnamed: true },
    });
    const { files } = await bundleOf(deps, campaign);
    const text = read(files, "signatures-001.pdf");
    expect(text).toMatch(/สมชาย ใจดี \d{4}-/);
    // Who asked to be left unnamed is in no file, nor are postcodes where the bundle is not sealed.
    expect(text).toContain("(left unnamed, as the signer asked)");
    for (const hidden of ["Ulla", "10110", "SW1A"]) expect(text).not.toContain(hidden);
    expect(text).toContain("=cmd|'/c calc'!A1 #panic()");
    expect(text).toContain("Part 1 of 1: signatures 1 to 3 of 3");
    const csv = sha256(files.get("signatures.csv") ?? "");
    expect(text).toContain(`SHA-256 of signatures.csv: ${csv}`);
    expect(text).toMatch(new RegExp(`Bundle printed-\\d{8}-${csv.slice(0, 12)} `));
    for (const name of ["letter.pdf", "summary.pdf"]) expect(read(files, name)).toContain(csv);
    expect(textOf(files, "SHA256SUMS")).toContain(
      `${sha256(files.get("signatures-001.pdf") ?? "")}  signatures-001.pdf`,
    );
  });
});

test.skipIf(!hasPoppler)("prints of level 0 show nobody, and no country and no petition of few", async () => {
  const campaign = await loadBundledCampaign(deps, "unnamed-countries");
  for (let turn = 0; turn < 11; turn += 1) await countedSignature(deps, campaign, `gb${turn}`);
  for (const [who, country] of Object.entries({ anong: "TH", bea: "FR", dora: "DE" }))
    await countedSignature(deps, campaign, who, { country });
  const { files } = await bundleOf(deps, campaign, { level: 0 });
  expect([...files.keys()].filter((name) => name.startsWith("signatures"))).toEqual([]);
  const texts = ["letter.pdf", "summary.pdf"]
    .filter((name) => files.has(name))
    .map((name) => read(files, name));
  expect(texts.join()).toContain("United Kingdom 11");
  expect(texts.join()).toContain("Other countries 3");
  for (const hidden of ["France", "Germany", "Signed in these words"])
    expect(texts.join()).not.toContain(hidden);
  expect(texts.join()).toContain("SHA-256 of counts.csv");
});

test.skipIf(!hasPoppler)("prints of level 1 are tied to the leaves, and show no name", async () => {
  const campaign = await loadBundledCampaign(deps, "leaves-only");
  await countedSignature(deps, campaign, "anna");
  const { files } = await bundleOf(deps, campaign, { level: 1 });
  expect([...files.keys()].filter((name) => name.endsWith(".pdf"))).toEqual(["letter.pdf", "summary.pdf"]);
  const text = read(files, "summary.pdf");
  expect(text).toContain(`SHA-256 of leaves.txt: ${sha256(files.get("leaves.txt") ?? "")}`);
  const [origin = "", size = "", root = ""] = textOf(files, "checkpoint.txt").split("\n");
  for (const part of [origin, size, root]) expect(text).toContain(part);
  expect(text).not.toContain("Anna");
});

test("the pages can be left out of a large bundle; letter and summary stay", async () => {
  const campaign = await loadBundledCampaign(deps, "unprinted");
  await countedSignature(deps, campaign, "ada");
  const { files } = await bundleOf(deps, campaign, { withoutPages: true });
  expect([...files.keys()].filter((name) => name.endsWith(".pdf"))).toEqual(["letter.pdf", "summary.pdf"]);
});

test("a bundle tells how far it is while it prints, and is done at the end", async () => {
  const campaign = await loadBundledCampaign(deps, "watched");
  for (const who of ["ada", "ben"]) await countedSignature(deps, campaign, who);
  const told: number[] = [];
  await bundleOf(deps, campaign, { onProgress: (written) => told.push(written) });
  // A tenth of the time for the files, the rest for the pages.
  expect(told).toEqual([0, 0, 2]);
});
