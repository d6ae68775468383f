import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeBundle } from "#campaigns/bundles/write-bundle.ts";
import type { Deps } from "#campaigns/deps.ts";
import { processSheet } from "#campaigns/sheets/process-sheet.ts";
import { withdrawSignature } from "#campaigns/sheets/withdraw-signature.ts";
import { countedSignature, linkOf, signAs } from "../support/signing.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { bundleOf, loadBundledCampaign } from "./bundled-campaign.ts";
import { readBundle, readCsv } from "./read-bundle.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

describe("a bundle is of one moment", () => {
  test("who signs or withdraws while it is written changes nothing in it", async () => {
    const campaign = await loadBundledCampaign(deps, "one-moment");
    const leaver = await countedSignature(deps, campaign, "leaver");
    await countedSignature(deps, campaign, "stayer");
    const path = join(temporaryFolder(), "moment.zip");
    const openKeys = async () => {
      await withdrawSignature(deps, linkOf(deps, "withdraw", leaver.ref), "withdrawn");
      await countedSignature(deps, campaign, "joiner");
      return deps.keys;
    };
    await writeBundle({ database: deps.database, openKeys }, { campaign, path });
    const rows = readCsv((await readBundle(path)).get("signatures.csv"));
    expect(rows.map(({ name }) => name).sort()).toEqual(["Leaver Tester", "Stayer Tester"]);
    const { files } = await bundleOf(deps, campaign);
    expect(
      readCsv(files.get("signatures.csv"))
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["Joiner Tester", "Stayer Tester"]);
  });

  test("sheets that are under way do not make it fail: the tallies may lag", async () => {
    const campaign = await loadBundledCampaign(deps, "under-way");
    await countedSignature(deps, campaign, "folded");
    const { ref } = await signAs(deps, campaign, "unfolded");
    await processSheet(deps, ref.sheet);
    const { files } = await bundleOf(deps, campaign);
    expect(readCsv(files.get("signatures.csv"))).toHaveLength(2);
  });
});
