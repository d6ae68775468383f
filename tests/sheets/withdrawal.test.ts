import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database, Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { unseal } from "#campaigns/platform/sealing/seal.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { foldSheets } from "#campaigns/signing/tallies/fold-sheets.ts";
import { readTotals } from "#campaigns/signing/tallies/read-totals.ts";
import { type HeldLink, openWithdrawal } from "#campaigns/signing/withdrawal/open-withdrawal.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { expectExact, settle, unprocessedSheets } from "../support/settle.ts";
import { countedSignature, findOnRoll, freshLink, signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { holdAfter } from "../support/watched-database.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

const email = "anna@example.org";

test("a withdrawal takes one off where it counted, keeps the reason, and erases what is personal", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const { ref } = await countedSignature(deps, campaign, "anna", {
    country: "TH",
    consent: { updates: true },
  });
  const link = freshLink(deps, "withdraw", ref);
  expect((await openWithdrawal(deps, link)).state).toBe("counted");
  await withdrawSignature(deps, link, "not-me");
  await settle(deps, campaign);
  expect((await openWithdrawal(deps, link)).state).toBe("not-me");
  const signature = await findOnRoll(deps, campaign, email);
  expect(signature).toMatchObject({ state: "withdrawn", moves: [{ to: "withdrawn", reason: "not-me" }] });
  expect(signature?.sealed).toBeUndefined();
  expect(signature?.updates).toBeUndefined();
  expect((await readTotals(deps, campaign)).byCountry).toEqual({});
  await expectExact(deps, campaign, 0);
});

test("somebody who signs again stands under her new country and petition, with her new answers", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const { ref } = await countedSignature(deps, campaign, "anna", { country: "TH" });
  await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "withdrawn");
  await settle(deps, campaign);
  const again = { country: "PH", name: "Anna Again", consent: { updates: true } };
  await countedSignature(deps, campaign, "anna", again);
  const signature = await findOnRoll(deps, campaign, email);
  expect(signature).toMatchObject({ state: "counted", country: "PH", petition: "ph", updates: true });
  const { sealed, _id } = signature ?? {};
  expect(sealed && _id && unseal(deps.keys, _id.subarray(0, 20), sealed).name).toBe("Anna Again");
  expect((await readTotals(deps, campaign)).byPetition).toEqual({ ph: 1 });
  await expectExact(deps, campaign, 1);
});

/** What a person did, in order, and in which order the workers got to the sheets of it. */
const orders: [did: string[], workedOff: number[], total: number][] = [
  [["withdraw", "sign"], [0, 1], 1],
  [["withdraw", "sign"], [1, 0], 1],
  [["sign", "withdraw"], [0, 1], 0],
  [["sign", "withdraw"], [1, 0], 0],
  [["withdraw", "sign", "withdraw"], [0, 2, 1], 0],
  [["withdraw", "sign", "withdraw"], [2, 1, 0], 0],
  [["withdraw", "sign", "withdraw"], [1, 0, 2], 0],
  [["withdraw", "withdraw", "sign"], [2, 0, 1], 1],
  [["sign", "withdraw", "sign", "sign"], [3, 1, 0, 2], 1],
];

test.each(orders)("%j, processed in the order %j, comes to %i", async (did, workedOff, total) => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const { ref } = await countedSignature(deps, campaign, "anna");
  for (const act of did) {
    if (act === "sign") await signAs(deps, campaign, "anna", { country: "TH" });
    else await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "withdrawn");
  }
  const sheets = await unprocessedSheets(deps, campaign);
  expect(sheets).toHaveLength(did.length);
  for (const which of workedOff) {
    const id = sheets[which];
    if (id) await processSheet(deps, id);
    await foldSheets(deps, campaign.ordinal);
  }
  await expectExact(deps, campaign, total);
});

test("a withdrawal asked for while signing again waits holds against it", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const { ref } = await countedSignature(deps, campaign, "anna");
  const link = freshLink(deps, "withdraw", ref);
  await withdrawSignature(deps, link, "withdrawn");
  await settle(deps, campaign);
  await signAs(deps, campaign, "anna");
  await withdrawSignature(deps, link, "withdrawn");
  await settle(deps, campaign);
  await expectExact(deps, campaign, 0);
});

test("a withdrawal under way takes off the signature given again meanwhile too", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const { ref } = await countedSignature(deps, campaign, "anna");
  const link = freshLink(deps, "withdraw", ref);
  await withdrawSignature(deps, link, "withdrawn");
  const slow = (database: Database) => withdrawSignature({ ...deps, database }, link, "withdrawn");
  // The sheet and the signature are read, then the line is written.
  await holdAfter(deps.database, 2, slow, async () => {
    await settle(deps, campaign);
    await signAs(deps, campaign, "anna");
  });
  const [again, last] = await unprocessedSheets(deps, campaign);
  if (last) await processSheet(deps, last);
  if (again) await processSheet(deps, again);
  await settle(deps, campaign);
  expect(await deps.database.sheets.countDocuments({ campaign: campaign.ordinal })).toBe(4);
  await expectExact(deps, campaign, 0);
});

test("a withdrawal on its way while she is counted again takes her off", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const { ref } = await countedSignature(deps, campaign, "anna");
  const link = freshLink(deps, "withdraw", ref);
  await withdrawSignature(deps, link, "withdrawn");
  await settle(deps, campaign);
  const slow = (database: Database) => withdrawSignature({ ...deps, database }, link, "withdrawn");
  await holdAfter(deps.database, 2, slow, async () => {
    await signAs(deps, campaign, "anna");
    await settle(deps, campaign);
  });
  await settle(deps, campaign);
  await expectExact(deps, campaign, 0);
});

test("withdrawals of many people on one sheet, some of them twice, take each off once", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const links = await manyLinks(campaign, 30);
  await Promise.all(
    [...links, ...links.slice(0, 10)].map((link) => withdrawSignature(deps, link, "withdrawn")),
  );
  const sheets = await unprocessedSheets(deps, campaign);
  expect(sheets.length).toBeLessThan(40);
  await Promise.all([...sheets, ...sheets].map((id) => processSheet(deps, id)));
  await settle(deps, campaign);
  await expectExact(deps, campaign, 5);
});

async function manyLinks(campaign: Campaign, count: number): Promise<HeldLink[]> {
  const people = Array.from({ length: count + 5 }, (_, turn) => signAs(deps, campaign, `p${turn}`));
  const signed = await Promise.all(people);
  await settle(deps, campaign);
  return signed.slice(0, count).map(({ ref }) => freshLink(deps, "withdraw", ref));
}
