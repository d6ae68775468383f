import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database, Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { LineRef } from "#campaigns/platform/sealing/line-tokens.ts";
import { confirmSignature } from "#campaigns/signing/confirmation/confirm-signature.ts";
import { entryName } from "#campaigns/signing/confirmation/entry-name.ts";
import { eraseEntry } from "#campaigns/signing/confirmation/erase-entry.ts";
import { expirePending } from "#campaigns/signing/confirmation/expire-pending.ts";
import { confirmationTime } from "#campaigns/signing/confirmation/hold-for-confirmation.ts";
import { openConfirmation } from "#campaigns/signing/confirmation/open-confirmation.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { readReceipt } from "#campaigns/signing/receipts/read-receipt.ts";
import { recordingTransport, sendAllDue } from "../support/letter-desk.ts";
import { expectExact, settle, unprocessedSheets } from "../support/settle.ts";
import { confirmEntry, findOnRoll, linkOf, signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { day } from "../support/test-clock.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { countCommands, holdAfter } from "../support/watched-database.ts";

let core: TestDeps;
let deps: Deps;
let campaign: Campaign;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
  campaign = await loadTestCampaign(deps.database);
});
afterAll(() => core.close());

const none = { updates: false, secretariat: false };
const confirmLink = (ref: LineRef) => linkOf(deps, "confirm", ref);
const statusOf = async (receipt: string) => (await readReceipt(deps, receipt))?.status;

/** A signature whose mail has been asked for. */
async function waitingSignature(where: Campaign, who: string) {
  const signed = await signAs(deps, where, who);
  await settle(deps, where);
  return signed;
}

test("an unconfirmed signature is on no roll and its sealed fields wait beside the sheet", async () => {
  const { ref, receipt } = await signAs(deps, campaign, "anna");
  expect(await statusOf(receipt)).toBe("received");
  await settle(deps, campaign);
  expect(await statusOf(receipt)).toBe("awaiting-confirmation");
  expect(await findOnRoll(deps, campaign, "anna@example.org")).toBeNull();
  expect((await deps.database.pending.findOne({ _id: ref }))?.sealed.length).toBeGreaterThan(30);
  expect((await deps.database.sheets.findOne({ _id: ref.sheet }))?.sealed).toBeUndefined();
});

test("confirming five times at once, and again later, counts once", async () => {
  const own = await loadTestCampaign(deps.database);
  const { ref, receipt } = await waitingSignature(own, "berta");
  const link = confirmLink(ref);
  const input = { entry: entryName(ref), consent: none };
  const press = () => confirmSignature(deps, link, input);
  const answers = await Promise.all(Array.from({ length: 5 }, press));
  await settle(deps, own);
  expect(await press()).toEqual({ kind: "over" });
  await settle(deps, own);
  await expectExact(deps, own, 1);
  expect(await deps.database.pending.countDocuments({ campaign: own.ordinal })).toBe(0);
  for (const answer of answers) {
    if (answer.kind === "confirmed") expect(await statusOf(answer.receipt)).toBe("counted");
  }
  expect(answers.map(({ kind }) => kind)).toContain("confirmed");
  expect(await statusOf(receipt), "the signer learns nothing").toBe("awaiting-confirmation");
  expect((await openConfirmation(deps, link)).state).toBe("confirmed");
});

test("a signature that is not confirmed in time ends: link, receipt, personal fields", async () => {
  const own = await loadTestCampaign(deps.database);
  const { ref, receipt } = await waitingSignature(own, "carla");
  core.clock.advance(confirmationTime - day);
  await expirePending(deps);
  expect(await statusOf(receipt)).toBe("awaiting-confirmation");
  core.clock.advance(day);
  const input = { entry: entryName(ref), consent: none };
  expect(await confirmSignature(deps, confirmLink(ref), input)).toEqual({ kind: "over" });
  await expirePending(deps);
  expect(await deps.database.pending.findOne({ _id: ref })).toBeNull();
  expect(await statusOf(receipt), "as if it had been confirmed").toBe("awaiting-confirmation");
  expect(await confirmSignature(deps, confirmLink(ref), input)).toEqual({ kind: "over" });
  expect((await openConfirmation(deps, confirmLink(ref))).state).toBe("expired");
  await settle(deps, own);
  await expectExact(deps, own, 0);
});

test("a confirmation that was acknowledged counts, though the time runs out before it is processed", async () => {
  const own = await loadTestCampaign(deps.database);
  const { ref } = await waitingSignature(own, "doris");
  const receipt = await confirmEntry(deps, ref);
  core.clock.advance(confirmationTime + day);
  await expirePending(deps);
  await settle(deps, own);
  await expectExact(deps, own, 1);
  expect(await statusOf(receipt)).toBe("counted");
});

test("an erased entry is gone, can't be confirmed, and erasing again changes nothing", async () => {
  const own = await loadTestCampaign(deps.database);
  const { ref, receipt } = await waitingSignature(own, "emma");
  await eraseEntry(deps, confirmLink(ref));
  await eraseEntry(deps, confirmLink(ref));
  expect(await deps.database.pending.findOne({ _id: ref })).toBeNull();
  expect(await statusOf(receipt), "as if it had been confirmed").toBe("awaiting-confirmation");
  const input = { entry: entryName(ref), consent: none };
  expect(await confirmSignature(deps, confirmLink(ref), input)).toEqual({ kind: "over" });
  expect((await openConfirmation(deps, confirmLink(ref))).state).toBe("erased");
  await settle(deps, own);
  await expectExact(deps, own, 0);
});

test("erasing what has been confirmed and acknowledged leaves it counted, and the page can tell", async () => {
  const own = await loadTestCampaign(deps.database);
  const { ref } = await waitingSignature(own, "frida");
  const receipt = await confirmEntry(deps, ref);
  expect((await openConfirmation(deps, confirmLink(ref))).state).toBe("confirmed");
  await eraseEntry(deps, confirmLink(ref));
  await settle(deps, own);
  await expectExact(deps, own, 1);
  expect(await statusOf(receipt)).toBe("counted");
});

test("a stranger who signs with somebody's address can't keep her from signing", async () => {
  const own = await loadTestCampaign(deps.database);
  const stranger = await waitingSignature(own, "gerda");
  const owner = await waitingSignature(own, "gerda");
  const receipt = await confirmEntry(deps, owner.ref);
  await settle(deps, own);
  expect(await statusOf(receipt)).toBe("counted");
  expect(await statusOf(stranger.receipt)).toBe("awaiting-confirmation");
  await expectExact(deps, own, 1);
});

test.each(["erased", "confirmed"])(
  "a late run of the sheet of an entry that was %s meanwhile brings nothing personal back, and no mail",
  async (ending) => {
    const measured = await loadTestCampaign(deps.database);
    await signAs(deps, measured, "hanna");
    const [first] = await unprocessedSheets(deps, measured);
    const commands = await countCommands(deps.database, async (database) => {
      if (first) await processSheet({ ...deps, database }, first);
    });
    for (let held = 1; held <= commands; held += 1) {
      const own = await loadTestCampaign(deps.database);
      const { ref, receipt } = await signAs(deps, own, "hanna");
      const step = (database: Database) => processSheet({ ...deps, database }, ref.sheet);
      await holdAfter(deps.database, held, step, async () => {
        await settle(deps, own);
        if (ending === "erased") await eraseEntry(deps, confirmLink(ref));
        else await confirmEntry(deps, ref);
        await settle(deps, own);
      });
      await settle(deps, own);
      expect(await deps.database.pending.countDocuments({ campaign: own.ordinal })).toBe(0);
      expect(await statusOf(receipt)).toBe("awaiting-confirmation");
      await expectExact(deps, own, ending === "erased" ? 0 : 1);
    }
  },
);

test("nothing is mailed for an erased entry, even where a dead worker left it behind", async () => {
  const own = await loadTestCampaign(deps.database);
  const { ref } = await waitingSignature(own, "ida");
  const left = await deps.database.pending.findOne({ _id: ref });
  await eraseEntry(deps, confirmLink(ref));
  // What a worker does that was held up since before, and dies right after.
  if (left) await deps.database.pending.insertOne(left);
  const { transport, taken } = recordingTransport();
  await sendAllDue(deps, transport);
  expect(taken.filter(({ to }) => to.startsWith("ida"))).toEqual([]);
});
