import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database, Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { readReceipt } from "#campaigns/signing/receipts/read-receipt.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { expectExact, settle, unprocessedSheets } from "../support/settle.ts";
import { countedSignature, findOnRoll, freshLink, signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { countCommands, holdAfter } from "../support/watched-database.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

const sharedBy = { verification: "none", sharedMailbox: true, asksPostcode: true } as const;
const email = "family@example.org";
const postcode = "SW1A 1AA";
const anna = { name: "Anna Family", email, postcode };
const ben = { name: "Ben Family", email, postcode };
const carl = { name: "Carl Family", email, postcode };

async function outcomes(campaign: Campaign): Promise<(string | undefined)[]> {
  const sheets = await deps.database.sheets.find({ campaign: campaign.ordinal }).sort({ at: 1 }).toArray();
  return sheets.flatMap((sheet) => sheet.lines.map((_, index) => sheet.outcomes?.[index]));
}

test("a second person of the mailbox is counted in slot 1, a third is a repeat", async () => {
  const campaign = await loadTestCampaign(deps.database, sharedBy);
  for (const person of [anna, ben, carl]) await countedSignature(deps, campaign, "", person);
  expect(await outcomes(campaign)).toEqual(["counted", "counted", "repeat"]);
  expect((await findOnRoll(deps, campaign, email, 1))?.state).toBe("counted");
  await expectExact(deps, campaign, 2);
});

test("the same name in another spelling is the same person", async () => {
  const campaign = await loadTestCampaign(deps.database, sharedBy);
  await countedSignature(deps, campaign, "", anna);
  await countedSignature(deps, campaign, "", { ...anna, name: "ANNA-FAMILY", postcode: "sw1a1aa" });
  await expectExact(deps, campaign, 1);
});

test("another name at another postcode is a repeat", async () => {
  const campaign = await loadTestCampaign(deps.database, sharedBy);
  await countedSignature(deps, campaign, "", anna);
  await countedSignature(deps, campaign, "", { ...ben, postcode: "EH1 1AA" });
  await expectExact(deps, campaign, 1);
});

test("one mailbox is one person where the campaign does not allow two", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none", asksPostcode: true });
  for (const person of [anna, ben]) await countedSignature(deps, campaign, "", person);
  await expectExact(deps, campaign, 1);
});

test("two people of one mailbox on one sheet are both counted, whatever their order", async () => {
  for (const people of [
    [anna, ben, carl],
    [carl, anna, anna, ben],
  ]) {
    const campaign = await loadTestCampaign(deps.database, sharedBy);
    // The first opens a sheet of its own; those who come while it is written share the next.
    await Promise.all(
      [{ ...anna, email: "other@example.org" }, ...people].map((who) => signAs(deps, campaign, "", who)),
    );
    await settle(deps, campaign);
    await expectExact(deps, campaign, 3);
  }
});

test("two people of one mailbox on two sheets processed at once are both counted", async () => {
  const campaign = await loadTestCampaign(deps.database, sharedBy);
  for (let round = 0; round < 15; round += 1) {
    const own = `family${round}@example.org`;
    for (const person of [anna, ben]) await signAs(deps, campaign, "", { ...person, email: own });
    const sheets = await unprocessedSheets(deps, campaign);
    await Promise.all([...sheets, ...sheets].map((id) => processSheet(deps, id)));
  }
  await settle(deps, campaign);
  await expectExact(deps, campaign, 30);
});

test("the second person is counted, at whatever moment the first one comes between", async () => {
  const measured = await loadTestCampaign(deps.database, sharedBy);
  await signAs(deps, measured, "", ben);
  const [sheet] = await unprocessedSheets(deps, measured);
  const commands = await countCommands(deps.database, async (database) => {
    if (sheet) await processSheet({ ...deps, database }, sheet);
  });
  for (let held = 1; held <= commands; held += 1) {
    const campaign = await loadTestCampaign(deps.database, sharedBy);
    await signAs(deps, campaign, "", ben);
    const [late] = await unprocessedSheets(deps, campaign);
    await signAs(deps, campaign, "", anna);
    const [, first] = await unprocessedSheets(deps, campaign);
    if (!late || !first) throw new Error("Two sheets were expected.");
    const step = (database: Database) => processSheet({ ...deps, database }, late);
    await holdAfter(deps.database, held, step, () => processSheet(deps, first));
    await settle(deps, campaign);
    await expectExact(deps, campaign, 2);
  }
});

test("a late run counts nobody twice when the first person withdraws meanwhile", async () => {
  const measured = await loadTestCampaign(deps.database, sharedBy);
  await countedSignature(deps, measured, "", anna);
  await signAs(deps, measured, "", ben);
  const [sheet] = await unprocessedSheets(deps, measured);
  const commands = await countCommands(deps.database, async (database) => {
    if (sheet) await processSheet({ ...deps, database }, sheet);
  });
  for (let held = 1; held <= commands; held += 1) {
    const campaign = await loadTestCampaign(deps.database, sharedBy);
    const { ref } = await countedSignature(deps, campaign, "", anna);
    await signAs(deps, campaign, "", ben);
    const [late] = await unprocessedSheets(deps, campaign);
    if (!late) throw new Error("A sheet was expected.");
    await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "withdrawn");
    const [, withdrawal] = await unprocessedSheets(deps, campaign);
    const step = (database: Database) => processSheet({ ...deps, database }, late);
    await holdAfter(deps.database, held, step, async () => {
      if (withdrawal) await processSheet(deps, withdrawal);
      await processSheet(deps, late);
    });
    await settle(deps, campaign);
    await expectExact(deps, campaign, 1);
  }
});

test("each of two withdraws her own signature, and her receipt says so", async () => {
  const campaign = await loadTestCampaign(deps.database, sharedBy);
  const first = await countedSignature(deps, campaign, "", anna);
  const second = await countedSignature(deps, campaign, "", ben);
  const statuses = async () => {
    const readings = [first, second].map(({ receipt }) => readReceipt(deps, receipt));
    return (await Promise.all(readings)).map((reading) => reading?.status);
  };
  await withdrawSignature(deps, freshLink(deps, "withdraw", second.ref), "withdrawn");
  await settle(deps, campaign);
  expect(await statuses()).toEqual(["counted", "withdrawn"]);
  await expectExact(deps, campaign, 1);
  await countedSignature(deps, campaign, "", ben);
  await expectExact(deps, campaign, 2);
  await withdrawSignature(deps, freshLink(deps, "withdraw", first.ref), "withdrawn");
  await settle(deps, campaign);
  expect(await statuses()).toEqual(["withdrawn", "counted"]);
});
