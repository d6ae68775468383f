import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { LineRef, TokenPurpose } from "#campaigns/platform/sealing/line-tokens.ts";
import { openPreferences, openUnsubscribe } from "#campaigns/signing/consent/open-preferences.ts";
import { savePreferences, unsubscribe } from "#campaigns/signing/consent/save-preferences.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { settle } from "../support/settle.ts";
import { countedSignature, findOnRoll, freshLink, linkOf } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";

const everything = { updates: true, secretariat: true };

let core: TestDeps;
let deps: Deps;
let campaign: Campaign;
let next = 0;
let who: string;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
  campaign = await loadTestCampaign(deps.database, { organisations: { ph: "ecpat-philippines" } });
});
afterAll(() => core.close());

beforeEach(() => {
  next += 1;
  who = `supporter${next}`;
});

const onRoll = async () => {
  const signature = await findOnRoll(deps, campaign, `${who}@example.org`);
  return { updates: signature?.updates, secretariat: signature?.secretariat };
};
const signIn = (country: string) => countedSignature(deps, campaign, who, { country, consent: everything });
const end = (ref: LineRef, purpose: TokenPurpose) => unsubscribe(deps, linkOf(deps, purpose, ref));

test("a supporter of a member's petition agrees to its news and to the secretariat's apart, through the mailbox to the roll", async () => {
  await signIn("PH");
  expect(await onRoll()).toEqual({ updates: true, secretariat: true });
  who = `${who}b`;
  const consent = { updates: false, secretariat: true };
  await countedSignature(deps, campaign, who, { country: "PH", consent });
  expect(await onRoll()).toEqual({ updates: undefined, secretariat: true });
  who = `${who}c`;
  await countedSignature(deps, campaign, who, { country: "PH", consent: { updates: true } });
  expect(await onRoll()).toEqual({ updates: true, secretariat: undefined });
});

test("where the petition is the secretariat's there is one consent, whatever is sent", async () => {
  const { ref } = await signIn("TH");
  expect(await onRoll()).toEqual({ updates: true, secretariat: undefined });
  await savePreferences(deps, freshLink(deps, "preferences", ref), everything);
  expect(await onRoll()).toEqual({ updates: true, secretariat: undefined });
});

test("each sender's link ends its own news only, and the link for all ends both", async () => {
  const first = await signIn("PH");
  await end(first.ref, "unsubscribe-organisation");
  expect(await onRoll()).toEqual({ updates: undefined, secretariat: true });
  await end(first.ref, "unsubscribe-secretariat");
  expect(await onRoll()).toEqual({ updates: undefined, secretariat: undefined });
  who = `${who}b`;
  const second = await signIn("PH");
  await end(second.ref, "unsubscribe-secretariat");
  expect(await onRoll()).toEqual({ updates: true, secretariat: undefined });
  who = `${who}c`;
  const third = await signIn("PH");
  await end(third.ref, "unsubscribe");
  expect(await onRoll()).toEqual({ updates: undefined, secretariat: undefined });
  who = `${who}d`;
  const fourth = await signIn("PH");
  await unsubscribe(deps, linkOf(deps, "unsubscribe-organisation", fourth.ref), true);
  expect(await onRoll()).toEqual({ updates: undefined, secretariat: undefined });
});

test("both senders' links used in one moment end both: neither brings back what the other ended", async () => {
  for (let round = 0; round < 10; round += 1) {
    who = `${who}r`;
    const { ref } = await signIn("PH");
    await Promise.all([end(ref, "unsubscribe-organisation"), end(ref, "unsubscribe-secretariat")]);
    expect(await onRoll()).toEqual({ updates: undefined, secretariat: undefined });
  }
});

test("a link says whose news it ends, the same after it did", async () => {
  const { ref } = await signIn("PH");
  const link = linkOf(deps, "unsubscribe-secretariat", ref);
  const opened = await openUnsubscribe(deps, link);
  expect(opened).toMatchObject({ news: "secretariat" });
  expect(opened.petition.organisation).toBe("ecpat-philippines");
  await unsubscribe(deps, link);
  expect(await openUnsubscribe(deps, link)).toEqual(opened);
});

test("what was agreed to before is kept with its end, the secretariat's consent too", async () => {
  const { ref } = await signIn("PH");
  await end(ref, "unsubscribe-secretariat");
  const signature = await findOnRoll(deps, campaign, `${who}@example.org`);
  expect(signature?.pastConsents).toEqual([{ ...everything, until: expect.any(Date) }]);
  const { consent } = await openPreferences(deps, freshLink(deps, "preferences", ref));
  expect(consent).toEqual({ ...everything, secretariat: false });
});

test("a withdrawn signature agrees to no news of anybody", async () => {
  const { ref } = await signIn("PH");
  await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "withdrawn");
  await settle(deps, campaign);
  expect(await onRoll()).toEqual({ updates: undefined, secretariat: undefined });
});
