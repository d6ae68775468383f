import { afterAll, beforeAll, expect, test } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { foldSheets } from "#campaigns/signing/tallies/fold-sheets.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { expectExact, settle, unprocessedSheets } from "../support/settle.ts";
import { countedSignature, countRoll, freshLink, signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

test("the same signature sent fifty times at once stands on the roll once", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const sent = await Promise.all(Array.from({ length: 50 }, () => signAs(deps, campaign, "anna")));
  expect(new Set(sent.map(({ receipt }) => receipt)).size).toBe(50);
  await Promise.all((await unprocessedSheets(deps, campaign)).map((id) => processSheet(deps, id)));
  await settle(deps, campaign);
  expect(await countRoll(deps, campaign)).toBe(1);
  await expectExact(deps, campaign, 1);
});

test("two sheets with the same person, processed at once, count her once", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  for (let round = 0; round < 20; round += 1) {
    await signAs(deps, campaign, `twice${round}`, { country: "TH" });
    await signAs(deps, campaign, `twice${round}`, { country: "PH" });
    const sheets = await unprocessedSheets(deps, campaign);
    expect(sheets).toHaveLength(2);
    await Promise.all(sheets.map((id) => processSheet(deps, id)));
  }
  await foldSheets(deps, campaign.ordinal);
  await expectExact(deps, campaign, 20);
});

test("a sheet processed ten times at once, and once more later, counts once", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  await Promise.all(["one", "two", "three", "two", "one"].map((who) => signAs(deps, campaign, who)));
  const sheets = await unprocessedSheets(deps, campaign);
  const runs = sheets.flatMap((id) => Array.from({ length: 10 }, () => processSheet(deps, id)));
  await Promise.all(runs);
  await Promise.all(
    [foldSheets(deps, campaign.ordinal), foldSheets(deps, campaign.ordinal)].map((fold) =>
      fold.catch(() => undefined),
    ),
  );
  for (const id of sheets) expect(await processSheet(deps, id)).toBe("skipped");
  await foldSheets(deps, campaign.ordinal);
  await expectExact(deps, campaign, 3);
});

test("a signature withdrawn and given again is counted, withdrawn twice at once is off", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const { ref } = await countedSignature(deps, campaign, "berta", { country: "TH" });
  const link = freshLink(deps, "withdraw", ref);
  await withdrawSignature(deps, link, "withdrawn");
  await withdrawSignature(deps, link, "withdrawn");
  expect(await unprocessedSheets(deps, campaign)).toHaveLength(2);
  await settle(deps, campaign);
  await expectExact(deps, campaign, 0);
  await countedSignature(deps, campaign, "berta", { country: "PH" });
  await expectExact(deps, campaign, 1);
});
