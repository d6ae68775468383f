import { afterAll, beforeAll, expect, test } from "vitest";
import { findSuppressed } from "#campaigns/mail/suppression/find-suppressed.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { LineRef } from "#campaigns/platform/sealing/line-tokens.ts";
import { mailboxKey } from "#campaigns/texts/mailbox-key.ts";
import { expectExact, settle } from "../support/settle.ts";
import { confirmEntry, countedSignature, findOnRoll, freshLink, linkOf, signAs } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

let site: TestApp;
/** Two campaigns whose Thai petition is a member's, the rest the secretariat's; one of another member. */
let first: Campaign;
let second: Campaign;
let foreign: Campaign;

beforeAll(async () => {
  site = await openTestApp();
  const load = (th: string) => loadTestCampaign(site.deps.database, { organisations: { th } });
  first = await load("member-a");
  second = await load("member-a");
  foreign = await load("member-b");
});
afterAll(() => site.close());

const news = { consent: { updates: true, secretariat: true }, country: "TH" };

/** Somebody who signed in all three campaigns and agreed to everything. */
async function supporter(who: string): Promise<LineRef> {
  await countedSignature(site.deps, second, who, news);
  await countedSignature(site.deps, foreign, who, news);
  return (await countedSignature(site.deps, first, who, news)).ref;
}

async function consentsOf(who: string) {
  const email = `${who}@example.org`;
  const signatures = [];
  for (const campaign of [first, second, foreign])
    signatures.push(await findOnRoll(site.deps, campaign, email));
  return signatures.map((signature) => [signature?.updates === true, signature?.secretariat === true]);
}

async function isSuppressed(who: string): Promise<boolean> {
  return (await findSuppressed(site.deps, [mailboxKey(site.deps.keys, `${who}@example.org`)])).size === 1;
}

function leave(page: "preferences" | "unsubscribe", ref: LineRef, how: string, locale = "en") {
  return site.app.inject({
    method: "POST",
    url: `/${locale}/${page}/${linkOf(site.deps, page, ref)}/leave`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: `leave=${how}`,
  });
}

test("leaving an organisation ends its news in all campaigns, and no other's; the signatures count", async () => {
  const ref = await supporter("anna");
  const { statusCode, headers } = await leave("preferences", ref, "organisation");
  expect(statusCode).toBe(303);
  expect(await consentsOf("anna")).toEqual([
    [false, true],
    [false, true],
    [true, true],
  ]);
  const page = await site.app.inject(String(headers.location));
  expect(page.body).toContain("You receive no more news from <bdi>member-a</bdi>, of any campaign.");
  const signature = await findOnRoll(site.deps, second, "anna@example.org");
  expect(signature?.pastConsents).toHaveLength(1);
  expect(await isSuppressed("anna")).toBe(false);
  await expectExact(site.deps, first, 1);
});

test("leaving the secretariat ends its news in all campaigns, members' stay", async () => {
  const ref = await supporter("berta");
  await leave("unsubscribe", ref, "secretariat");
  expect(await consentsOf("berta")).toEqual(Array(3).fill([true, false]));
});

test("leaving everything ends all news and suppresses the address, in every language, however often", async () => {
  const ref = await supporter("carla");
  for (const locale of ["en", "fr", "es", "th", "ar", "tl"])
    expect((await leave("unsubscribe", ref, "everything", locale)).statusCode).toBe(303);
  expect(await consentsOf("carla")).toEqual(Array(3).fill([false, false]));
  expect(await isSuppressed("carla")).toBe(true);
});

test("a page that offers to leave changes nothing when it is opened, by anything that follows links", async () => {
  const ref = await supporter("dora");
  const before = await site.everything();
  for (const page of ["preferences", "unsubscribe"] as const) {
    const path = `/en/${page}/${linkOf(site.deps, page, ref)}`;
    for (const url of [path, `${path}?left=everything`])
      expect((await site.app.inject(url)).statusCode).toBe(200);
    expect((await site.app.inject(`${path}/leave`)).statusCode).toBe(404);
  }
  expect(await site.everything()).toBe(before);
  expect(await isSuppressed("dora")).toBe(false);
  expect((await leave("unsubscribe", ref, "nonsense")).statusCode).toBe(400);
});

test("somebody who left everything comes back by agreeing again, on her page or with a signature that she confirms", async () => {
  const ref = await supporter("emma");
  await leave("preferences", ref, "everything");
  const path = `/en/preferences/${freshLink(site.deps, "preferences", ref).token}`;
  const save = (payload: string) =>
    site.app.inject({
      method: "POST",
      url: path,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload,
    });
  await save("");
  expect(await isSuppressed("emma")).toBe(true);
  await save("consent.updates=yes");
  expect(await isSuppressed("emma")).toBe(false);

  const own = await loadTestCampaign(site.deps.database);
  const earlier = await signAs(site.deps, own, "emma", news);
  await settle(site.deps, own);
  await leave("preferences", ref, "everything");
  await confirmEntry(site.deps, earlier.ref);
  expect(await isSuppressed("emma")).toBe(true);
  const later = await loadTestCampaign(site.deps.database);
  const { ref: signed } = await signAs(site.deps, later, "emma", news);
  await settle(site.deps, later);
  await confirmEntry(site.deps, signed, news.consent);
  expect(await isSuppressed("emma")).toBe(false);
});
