import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { readToken } from "#campaigns/platform/sealing/line-tokens.ts";
import { settle } from "../support/settle.ts";
import { answersOf, confirmEntry, countedSignature, countRoll, findOnRoll } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { day } from "../support/test-clock.ts";

let site: TestApp;
let byMail: Campaign;
let atOnce: Campaign;

beforeAll(async () => {
  site = await openTestApp();
  byMail = await loadTestCampaign(site.deps.database);
  atOnce = await loadTestCampaign(site.deps.database, { verification: "none" });
});
afterAll(() => site.close());

test("a signature is answered with 202, a receipt and what comes next", async () => {
  const mailed = await site.sign(byMail.slug, "anna");
  expect(mailed.statusCode).toBe(202);
  expect(mailed.json()).toEqual({
    receipt: expect.stringMatching(/^[\w-]{40}$/),
    status: "confirm-by-mail",
  });
  const plain = await site.sign(atOnce.slug, "anna", { country: "TH", postcode: "10110", source: "qr" });
  expect(plain.statusCode).toBe(202);
  expect(plain.json()).toMatchObject({ status: "received" });
  await settle(site.deps, atOnce);
  const signature = await findOnRoll(site.deps, atOnce, "anna@example.org");
  expect(signature).toMatchObject({ petition: "th", country: "TH", source: "qr", channel: "web" });
});

test("the same POST fifty times in parallel gives fifty receipts and one signature", async () => {
  const campaign = await loadTestCampaign(site.deps.database, { verification: "none" });
  const answers = await Promise.all(Array.from({ length: 50 }, () => site.sign(campaign.slug, "berta")));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 50 }, () => 202));
  expect(new Set(answers.map((answer) => answer.json().receipt)).size).toBe(50);
  await settle(site.deps, campaign);
  expect(await countRoll(site.deps, campaign)).toBe(1);
});

/** An answer that tells the same for everybody, once dates and receipts, in each of their forms, are out of it. */
function shape({ statusCode, headers, body }: Awaited<ReturnType<TestApp["sign"]>>) {
  const receipts = /[\w-]{40}/g;
  const groups = /<span>[0-9A-Z]{4}<\/span>/g;
  const codes = /<path d="M[^"]{1000,}"/g;
  // The length follows from the body, of which a receipt's code takes more or less.
  const kept = Object.entries(headers).filter(([name]) => name !== "date" && name !== "content-length");
  const shown = body.replaceAll(groups, "GROUP").replaceAll(codes, "CODE");
  return JSON.stringify([statusCode, kept, shown]).replaceAll(receipts, "RECEIPT");
}

describe.each(["email", "none"] as const)("where verification is %s", (verification) => {
  test("new, waiting, counted, withdrawn and capped mailboxes are answered alike, by API and form", async () => {
    const campaign = await loadTestCampaign(site.deps.database, { verification });
    const { deps } = site;
    await countedSignature(deps, campaign, "counted");
    await site.sign(campaign.slug, "waiting");
    for (let turn = 0; turn < 8; turn += 1) await site.sign(campaign.slug, "capped");
    await settle(deps, campaign);
    const people = ["new", "waiting", "counted", "COUNTED+x", "capped"];
    const api = await Promise.all(people.map((who) => site.sign(campaign.slug, who)));
    expect(new Set(api.map(shape)).size).toBe(1);
    const forms = await Promise.all(
      people.map((who) =>
        site.sendForm(campaign.slug, { ...formOf(`form-${who}`), email: `${who}@example.org` }),
      ),
    );
    expect(forms.map(({ statusCode }) => statusCode)).toEqual(people.map(() => 303));
    expect(new Set(forms.map(shape)).size).toBe(1);
    await settle(deps, campaign);
    const pages = await Promise.all(
      forms.map(({ headers }) =>
        site.app.inject({ url: String(headers.location), headers: { accept: "text/html" } }),
      ),
    );
    expect(pages.map(({ statusCode }) => statusCode)).toEqual(people.map(() => 200));
    expect(new Set(pages.map(shape)).size).toBe(1);
  });
});

function formOf(who: string): Record<string, string> {
  const { name, email, country } = answersOf(who);
  return { name, email, country };
}

test("the form stores what was typed, and nothing that was not ticked", async () => {
  const campaign = await loadTestCampaign(site.deps.database, { verification: "none" });
  await site.sendForm(campaign.slug, { ...formOf("carla"), "consent.updates": "yes", source: "poster" });
  await settle(site.deps, campaign);
  const signature = await findOnRoll(site.deps, campaign, "carla@example.org");
  expect(signature).toMatchObject({ updates: true, source: "poster", locale: "en" });
  expect(signature).not.toHaveProperty("showName");
});

test("a form filled in by a program, which fills the field nobody sees, stores nothing", async () => {
  const before = await site.everything();
  const answer = await site.sendForm(byMail.slug, { ...formOf("bot"), comment: "Buy now" });
  expect(answer.statusCode).toBe(422);
  expect(await site.everything()).toBe(before);
});

/** Campaigns that take no signature, and how they say so. */
const shut = [
  ["closed", { state: "closed" }, 409, "campaign-closed"],
  ["not yet open", { opensAt: new Date(Date.now() + 30 * day) }, 409, "campaign-closed"],
  ["past its end", { closesAt: new Date(Date.now() - day) }, 409, "campaign-closed"],
  ["a draft", { state: "draft" }, 404, "campaign-unknown"],
] as const;

test.each(shut)("a campaign that is %s takes no signature", async (_, differences, status, code) => {
  const campaign = await loadTestCampaign(site.deps.database, differences);
  const before = await site.everything();
  const answer = await site.sign(campaign.slug, "dora");
  expect(answer.statusCode).toBe(status);
  expect(answer.json()).toMatchObject({ status, code });
  const form = await site.sendForm(campaign.slug, formOf("dora"));
  expect(form.statusCode).toBe(status);
  expect(form.headers["content-type"]).toContain("text/html");
  expect(await site.everything()).toBe(before);
});

test("a signature given before the close can still be confirmed after it", async () => {
  const campaign = await loadTestCampaign(site.deps.database);
  const receipt = String((await site.sign(campaign.slug, "emma")).json().receipt);
  await settle(site.deps, campaign);
  await site.deps.database.campaigns.updateOne({ _id: campaign.slug }, { state: "closed" });
  const ref = readToken(site.deps.keys, "receipt", receipt);
  await confirmEntry(site.deps, ref);
  await settle(site.deps, campaign);
  expect(await countRoll(site.deps, campaign)).toBe(1);
});
