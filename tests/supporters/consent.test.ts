import { afterAll, beforeAll, expect, test } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { openPreferences } from "#campaigns/signing/consent/open-preferences.ts";
import { savePreferences, unsubscribe } from "#campaigns/signing/consent/save-preferences.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { expectExact, settle } from "../support/settle.ts";
import { countedSignature, findOnRoll, freshLink, linkOf } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";

let core: TestDeps;
let deps: Deps;
let campaign: Campaign;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
  campaign = await loadTestCampaign(deps.database);
});
afterAll(() => core.close());

const both = { updates: true, secretariat: false };

test("what a signer agreed to is what she ticked, and nothing else", async () => {
  const plain = await countedSignature(deps, campaign, "anna");
  const willing = await countedSignature(deps, campaign, "berta", { consent: both });
  const read = async (ref: typeof plain.ref) =>
    (await openPreferences(deps, freshLink(deps, "preferences", ref))).consent;
  expect(await read(plain.ref)).toEqual({ updates: false, secretariat: false });
  expect(await read(willing.ref)).toEqual(both);
});

test("a changed consent keeps what it was before, with its end, and saving the same again adds nothing", async () => {
  const { ref } = await countedSignature(deps, campaign, "carla", { consent: both });
  const link = freshLink(deps, "preferences", ref);
  const changed = { ...both, updates: false };
  await savePreferences(deps, link, changed);
  await savePreferences(deps, link, changed);
  await Promise.all([savePreferences(deps, link, changed), savePreferences(deps, link, changed)]);
  const signature = await findOnRoll(deps, campaign, "carla@example.org");
  expect(signature?.pastConsents).toEqual([{ ...both, until: expect.any(Date) }]);
  expect((await openPreferences(deps, link)).consent).toEqual(changed);
});

test("unsubscribing ends the mails and nothing else, and may be done twice", async () => {
  const { ref } = await countedSignature(deps, campaign, "dora", { consent: both });
  const link = linkOf(deps, "unsubscribe", ref);
  await unsubscribe(deps, link);
  await unsubscribe(deps, link);
  const signature = await findOnRoll(deps, campaign, "dora@example.org");
  expect(signature).toMatchObject({ state: "counted" });
  expect(signature?.updates).toBeUndefined();
  expect(signature?.pastConsents).toHaveLength(1);
});

test("a withdrawn signature agrees to nothing, whatever is saved", async () => {
  const own = await loadTestCampaign(deps.database, { verification: "none" });
  const { ref } = await countedSignature(deps, own, "emma", { consent: both });
  await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "withdrawn");
  await settle(deps, own);
  const link = freshLink(deps, "preferences", ref);
  expect(await savePreferences(deps, link, both)).toEqual({ kind: "unchanged" });
  expect(await openPreferences(deps, link)).toMatchObject({ isWithdrawn: true });
  await expectExact(deps, own, 0);
});

test("changing consent while a withdrawal is processed brings nothing back", async () => {
  const own = await loadTestCampaign(deps.database, { verification: "none" });
  for (let round = 0; round < 10; round += 1) {
    const { ref } = await countedSignature(deps, own, `f${round}`, { consent: both });
    await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "withdrawn");
    const link = freshLink(deps, "preferences", ref);
    await Promise.all([settle(deps, own), savePreferences(deps, link, both)]);
    const signature = await findOnRoll(deps, own, `f${round}@example.org`);
    expect(signature?.state).toBe("withdrawn");
    expect(signature?.updates).toBeUndefined();
  }
  await expectExact(deps, own, 0);
});
