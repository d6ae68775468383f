import { Types } from "mongoose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { buildWaitEnd } from "#campaigns/signing/confirmation/build-wait-end.ts";
import { confirmSignature } from "#campaigns/signing/confirmation/confirm-signature.ts";
import { markConfirmed } from "#campaigns/signing/confirmation/mark-confirmed.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { foldSheets } from "#campaigns/signing/tallies/fold-sheets.ts";
import { expectExact, settle, unprocessedSheets } from "../support/settle.ts";
import { confirmEntry, linkOf, signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";

let core: TestDeps;
let deps: Deps;
let campaign: Campaign;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
beforeEach(async () => {
  campaign = await loadTestCampaign(deps.database);
});
afterAll(() => core.close());

/** What the dashboard says of all petitions together. */
async function flowsOf({ ordinal }: Campaign) {
  const all = await deps.database.sums.findOne({
    campaign: ordinal,
    petition: null,
    day: null,
    part: null,
  });
  return { asked: all?.asked ?? 0, confirmed: all?.confirmed ?? 0, expired: all?.expired ?? 0 };
}

async function signAndSettle(who: string) {
  const { ref } = await signAs(deps, campaign, who);
  await settle(deps, campaign);
  return ref;
}

async function sheetOfClick() {
  const sheet = await deps.database.sheets.findOne({ campaign: campaign.ordinal, kind: "counting" });
  if (!sheet) throw new Error("The click left no sheet.");
  return sheet;
}

test("a confirmation is counted once, and the sheet that asked for it is not folded again", async () => {
  const ref = await signAndSettle("anna");
  await confirmEntry(deps, ref);
  for (const id of await unprocessedSheets(deps, campaign)) await processSheet(deps, id);
  expect((await deps.database.sheets.findOne({ _id: ref.sheet }))?.state).toBe("folded");
  await foldSheets(deps, campaign.ordinal);
  expect(await flowsOf(campaign)).toEqual({ asked: 1, confirmed: 1, expired: 0 });
  await expectExact(deps, campaign, 1);
});

test("a country that she corrects when she confirms leaves every sum exact", async () => {
  const ref = await signAndSettle("berta");
  const consent = { updates: false, secretariat: false };
  await confirmSignature(deps, linkOf(deps, "confirm", ref), { country: "TH", consent });
  await settle(deps, campaign);
  await expectExact(deps, campaign, 1);
});

test("a worker that dies between marking a line and writing its result counts it once, and no recount sees drift", async () => {
  const ref = await signAndSettle("clara");
  await confirmEntry(deps, ref);
  const sheet = await sheetOfClick();
  const lines = sheet.lines.map((line, index) => ({ line, index, confirms: ref }));
  expect(await markConfirmed(deps, sheet, lines)).toHaveLength(1);
  await expectExact(deps, campaign, 0);
  await settle(deps, campaign);
  expect(await flowsOf(campaign)).toMatchObject({ confirmed: 1 });
  await expectExact(deps, campaign, 1);
});

test("of two clicks on two sheets one ends the wait, also when both are processed at once", async () => {
  const ref = await signAndSettle("dora");
  await confirmEntry(deps, ref);
  const clicked = await sheetOfClick();
  await deps.database.sheets.insertOne({ ...clicked, _id: new Types.ObjectId() });
  await Promise.all((await unprocessedSheets(deps, campaign)).map((id) => processSheet(deps, id)));
  await foldSheets(deps, campaign.ordinal);
  expect(await flowsOf(campaign)).toMatchObject({ asked: 1, confirmed: 1 });
  await expectExact(deps, campaign, 1);
});

test("a line that expired before her click reads confirmed, and no longer counts as expired", async () => {
  const ref = await signAndSettle("elsa");
  await confirmEntry(deps, ref);
  const { sheets } = deps.database;
  const entered = await sheets.findOne({ _id: ref.sheet });
  const [line] = entered?.lines ?? [];
  if (!line) throw new Error("The sheet has no line.");
  const { filter, update } = buildWaitEnd(ref, { ...line, channel: "web" }, "expired");
  await sheets.updateOne(filter, update);
  await foldSheets(deps, campaign.ordinal);
  expect(await flowsOf(campaign)).toEqual({ asked: 1, confirmed: 0, expired: 1 });
  await settle(deps, campaign);
  expect(await flowsOf(campaign)).toEqual({ asked: 1, confirmed: 1, expired: 0 });
  await expectExact(deps, campaign, 1);
});
