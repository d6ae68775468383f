import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { type LineRef, makeToken } from "#campaigns/platform/sealing/line-tokens.ts";
import { eraseEntry } from "#campaigns/signing/confirmation/erase-entry.ts";
import { readReceipt } from "#campaigns/signing/receipts/read-receipt.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { settle } from "../support/settle.ts";
import { confirmEntry, freshLink, linkOf, signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

const statusOf = async (receipt: string) => (await readReceipt(deps, receipt))?.status;

/** Signs, and presses the button of the mail where one is needed; tells what the receipts say after each step. */
async function lifeOf(campaign: Campaign, who: string, isOwner: boolean): Promise<(string | undefined)[]> {
  const { receipt, ref } = await signAs(deps, campaign, who, isOwner ? {} : { name: "A Stranger" });
  const life = [await statusOf(receipt)];
  await settle(deps, campaign);
  life.push(await statusOf(receipt));
  if (campaign.verification === "none") return life;
  const own = await confirmEntry(deps, ref);
  life.push(await statusOf(own));
  await settle(deps, campaign);
  return [...life, await statusOf(own), await statusOf(receipt)];
}

describe.each(["none", "email"] as const)("with verification %s", (verification) => {
  test("a repeat's receipts go through what a first one's do", async () => {
    const campaign = await loadTestCampaign(deps.database, { verification });
    const first = await lifeOf(campaign, "anna", true);
    const repeat = await lifeOf(campaign, "anna", true);
    const strange = await lifeOf(campaign, "ANNA+x", false);
    const waits = ["received", "awaiting-confirmation"];
    const expected =
      verification === "none" ? ["received", "counted"] : [...waits, "received", "counted", waits[1]];
    expect(first).toEqual(expected);
    expect(repeat).toEqual(expected);
    expect(strange).toEqual(expected);
  });

  test("all receipts that are hers say that she withdrew, and that she came back", async () => {
    const campaign = await loadTestCampaign(deps.database, { verification });
    const receipts: string[] = [];
    const sign = async () => {
      const { receipt, ref } = await signAs(deps, campaign, "berta");
      await settle(deps, campaign);
      receipts.push(verification === "email" ? await confirmEntry(deps, ref) : receipt);
      await settle(deps, campaign);
      return ref;
    };
    const statuses = async () => new Set(await Promise.all(receipts.map(statusOf)));
    await sign();
    const repeat = await sign();
    expect(await statuses()).toEqual(new Set(["counted"]));
    await withdrawSignature(deps, freshLink(deps, "withdraw", repeat), "not-me");
    await settle(deps, campaign);
    expect(await statuses()).toEqual(new Set(["withdrawn"]));
    await sign();
    expect(await statuses()).toEqual(new Set(["counted"]));
  });
});

test("the receipt of the form says the same for good, whatever the owner of the mailbox does", async () => {
  const campaign = await loadTestCampaign(deps.database);
  const endings = {
    nothing: async () => undefined,
    confirms: (ref: LineRef) => confirmEntry(deps, ref),
    erases: (ref: LineRef) => eraseEntry(deps, linkOf(deps, "confirm", ref)),
    withdraws: async (ref: LineRef) => {
      await confirmEntry(deps, ref);
      await settle(deps, campaign);
      await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "withdrawn");
    },
  };
  const readings = new Set<string>();
  for (const [who, end] of Object.entries(endings)) {
    const { receipt, ref } = await signAs(deps, campaign, who);
    await settle(deps, campaign);
    await end(ref);
    await settle(deps, campaign);
    readings.add(JSON.stringify({ ...(await readReceipt(deps, receipt)), at: null }));
  }
  expect(readings.size).toBe(1);
  expect([...readings][0]).toContain("awaiting-confirmation");
});

test("a receipt says campaign, petition and time, and nothing of the person", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const { receipt } = await signAs(deps, campaign, "dora", { country: "TH" });
  const reading = await readReceipt(deps, receipt);
  expect(reading).toEqual({
    status: "received",
    campaign: campaign.slug,
    petition: "th",
    at: expect.any(Date),
    isUnconfirmed: false,
  });
  expect(receipt).toMatch(/^[A-Za-z0-9_-]{40}$/);
});

test("a receipt of a sheet that was never stored is unknown, though its secret fits", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const { ref } = await signAs(deps, campaign, "emma");
  const beyond = makeToken(deps.keys, "receipt", { ...ref, line: 1 });
  expect(await readReceipt(deps, beyond)).toBeNull();
});

test("the receipt of a campaign that was loaded a moment ago can be read at once", async () => {
  const known = await loadTestCampaign(deps.database, { verification: "none" });
  const { receipt } = await signAs(deps, known, "frida");
  expect(await statusOf(receipt)).toBe("received");
  const slug = "just-loaded";
  const stored = await deps.database.campaigns.findById(known.slug).lean();
  await deps.database.campaigns.create({ ...stored, _id: slug, ordinal: known.ordinal + 1 });
  const petition = await deps.database.petitions.findOne({ campaign: known.slug }).lean();
  await deps.database.petitions.create({ ...petition, _id: `${slug}/international`, campaign: slug });
  const fresh = await findCampaign(deps, slug);
  if (!fresh) throw new Error("It was just written.");
  const signed = await signAs(deps, fresh, "gerda");
  expect(await statusOf(signed.receipt)).toBe("received");
});
