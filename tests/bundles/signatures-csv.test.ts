import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeBundle } from "#campaigns/bundles/write-bundle.ts";
import type { Deps } from "#campaigns/open.ts";
import { makeKeyFile, withSealingKey } from "#campaigns/platform/sealing/key-file.ts";
import { openKeys } from "#campaigns/platform/sealing/keys.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { settle } from "../support/settle.ts";
import { countedSignature, findOnRoll, freshLink, signAs } from "../support/signing.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { bundleOf, countLines, loadBundledCampaign } from "./bundled-campaign.ts";
import { readBundle, readCsv } from "./read-bundle.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

describe("signatures.csv", () => {
  test("has a line for each counted signature, in the order of the keys, and for no other", async () => {
    const campaign = await loadBundledCampaign(deps, "csv-lines");
    const names = ["anna", "ben", "cleo", "dora", "emil"];
    for (const who of names) await countedSignature(deps, campaign, who, { country: "TH", locale: "th" });
    const withdrawn = await countedSignature(deps, campaign, "gone");
    await withdrawSignature(deps, freshLink(deps, "withdraw", withdrawn.ref), "withdrawn");
    await settle(deps, campaign);
    await signAs(deps, campaign, "unprocessed");
    const { files } = await bundleOf(deps, campaign);
    const rows = readCsv(files.get("signatures.csv"));
    expect(rows.map(({ name }) => name).sort()).toEqual(
      names.map((who) => `${who.charAt(0).toUpperCase()}${who.slice(1)} Tester`),
    );
    expect(rows.map(({ number }) => number)).toEqual(["1", "2", "3", "4", "5"]);
    const keys = rows.map((row) => row["signature key"] ?? "");
    expect(keys).toEqual(keys.toSorted());
    const anna = await findOnRoll(deps, campaign, "anna@example.org");
    expect(rows.find(({ name }) => name === "Anna Tester")).toEqual({
      number: expect.any(String),
      country: "TH",
      petition: "th",
      language: "th",
      "wording version": "1",
      channel: "web",
      "day signed": anna?.at.toISOString().slice(0, 10),
      name: "Anna Tester",
      "signature key": `${anna?._id.toString("hex", 4, 20)}-0`,
    });
  });

  test("is RFC 4180 in UTF-8 with a byte order mark, and names come back from it as they were written", async () => {
    const campaign = await loadBundledCampaign(deps, "csv-names");
    const names = [
      "สมหญิง ใจดี",
      "سلمى العلوي",
      "Élodie “Lo” Garnier",
      'Ann "Annie" Lee',
      "Lee, Jr., Sam",
      "𠮷野 家",
      "O'Neill",
      "Two\nLines",
      "Zoë\u0301",
    ];
    await countLines(
      deps,
      campaign,
      names.map((name, index) => ({ name, email: `name-${index}@example.org` })),
    );
    const { files } = await bundleOf(deps, campaign);
    const bytes = files.get("signatures.csv") ?? Buffer.alloc(0);
    expect(bytes.subarray(0, 3).toString("hex")).toBe("efbbbf");
    const text = bytes.toString("utf8");
    expect(text.endsWith("\r\n")).toBe(true);
    expect(text).toContain('"Ann ""Annie"" Lee"');
    expect(text).toContain('"Lee, Jr., Sam"');
    expect(
      readCsv(bytes)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(names.toSorted());
  });

  test("gives spreadsheets nothing to calculate", async () => {
    const campaign = await loadBundledCampaign(deps, "csv-formulas", { asksPostcode: true });
    const formulas = [
      "=1+1",
      "+1",
      "-1",
      "@SUM(A1)",
      "\tSUM",
      "\rSUM",
      "＝1+1",
      "＋1",
      "－1",
      "＠A1",
      '=HYPERLINK("http://x.example","y")',
      '=cmd|"/c calc"!A1, really',
    ];
    await countLines(
      deps,
      campaign,
      formulas.map((name, index) => ({ name, postcode: name, email: `formula-${index}@example.org` })),
    );
    const { files } = await bundleOf(deps, campaign);
    const rows = readCsv(files.get("signatures.csv"));
    expect(rows).toHaveLength(formulas.length);
    for (const row of rows) {
      for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/u);
    }
    expect(rows.map(({ name }) => name).sort()).toEqual(formulas.map((name) => `'${name}`).sort());
  });

  test("has no postcodes and no addresses, whatever the campaign asks for", async () => {
    const asking = await loadBundledCampaign(deps, "csv-without-postcodes", { asksPostcode: true });
    await countedSignature(deps, asking, "carla", { postcode: "SW1A 1AA" });
    const { files } = await bundleOf(deps, asking);
    expect(readCsv(files.get("signatures.csv"))[0]).not.toHaveProperty("postcode");
    for (const [name, bytes] of files) {
      expect(bytes.includes("SW1A"), name).toBe(false);
      expect(bytes.includes("carla@"), name).toBe(false);
    }
  });

  test("opens fields under every key of the file", async () => {
    const campaign = await loadBundledCampaign(deps, "csv-two-keys");
    const first = makeKeyFile(new Date());
    const second = { ...withSealingKey(first, 2, new Date()), current: 2 };
    await countLines({ ...deps, keys: openKeys(first) }, campaign, [
      { name: "Old Key", email: "old@example.org" },
    ]);
    await countLines({ ...deps, keys: openKeys(second) }, campaign, [
      { name: "New Key", email: "new@example.org" },
    ]);
    const path = join(temporaryFolder(), "both.zip");
    const both = { ...deps, openKeys: async () => openKeys(second) };
    await writeBundle(both, { campaign, path });
    const rows = readCsv((await readBundle(path)).get("signatures.csv"));
    expect(rows.map(({ name }) => name).sort()).toEqual(["New Key", "Old Key"]);
  });
});
