import { afterAll, beforeAll, expect, test } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { approveEnding, askEnding, type EndingWish } from "#campaigns/petitions/drafts/ask-ending.ts";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { lifeOf, petitionStage, petitionToSign } from "#campaigns/petitions/petition-life.ts";
import { addTestAccount } from "../support/console-client.ts";
import { settle } from "../support/settle.ts";
import { confirmEntry, countRoll, signAs } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { day } from "../support/test-clock.ts";

let site: TestApp;
let campaign: Campaign;

beforeAll(async () => {
  site = await openTestApp();
  await loadTestCampaign(site.deps.database, {
    slug: "stop-sex-trafficking",
    countries: ["GB", "TH"],
    opensAt: new Date("2009-08-01T00:00:00Z"),
    timeZone: "Europe/London",
  });
  turnTo("2011-05-05T10:00:00Z");
  campaign = await standing();
});
afterAll(() => site.close());

function turnTo(moment: string): void {
  site.clock.advance(new Date(moment).getTime() - site.clock.now().getTime());
}

async function standing(): Promise<Campaign> {
  forgetCampaigns(site.deps);
  const found = await findCampaign(site.deps, "stop-sex-trafficking");
  if (!found) throw new Error("The campaign is gone.");
  return found;
}

/** One asks, another approves. */
async function byTwo(petition: string | null, wish: EndingWish): Promise<void> {
  for (const act of ["ask", "approve"] as const) {
    const account = await addTestAccount(site.deps);
    const { organisation, role } = account;
    const actor = { account: account.id, organisation, role, from: "127.0.0.0/24" } as const;
    const acting = { account, actor, campaign: campaign.slug, petition };
    if (act === "ask") await askEnding(site.deps, acting, wish);
    else await approveEnding(site.deps, acting);
  }
}

const page = async (path = "") => (await site.app.inject(`/en/c/${campaign.slug}${path}`)).body;
const form = (fields: Record<string, string>) =>
  site.sendForm(campaign.slug, { name: "Ada Muster", email: "ada@example.org", ...fields });
const british = { petition: "gb", country: "GB" };

test("The British petition closes on 5 May 2011 and is handed to the Prime Minister; the campaign goes on to the UN on 29 September", async () => {
  const early = await signAs(site.deps, campaign, "early", british);
  await settle(site.deps, campaign);
  await byTwo("gb", { move: "close", reason: "handed-over", note: "To the Prime Minister." });
  const closed = await standing();
  const gb = closed.petitions.find(({ id }) => id === "gb");
  expect(closed).toMatchObject({ state: "open" });
  expect(gb).toMatchObject({ state: "closed", closed: { reason: "handed-over" }, asked: null });
  expect(closed.petitions.map((each) => petitionStage(closed, each, site.deps.now()))).toEqual([
    "open",
    "handed-over",
    "open",
  ]);

  turnTo("2011-05-12T10:00:00Z");
  const standingPage = await page("/gb");
  expect(standingPage).toContain("Signing has closed");
  expect(standingPage).toContain("The signatures have been handed over.");
  expect(standingPage).toMatch(/until 5 May 2011/);
  expect(standingPage).toContain(`href="/en/c/${campaign.slug}#sign">Sign the international petition`);
  expect(standingPage).not.toContain('id="sign-form"');
  expect(await page()).toContain('id="sign-form"');
  expect(await page()).toContain("closed on 5 May 2011, signatures handed over");

  await confirmEntry(site.deps, early.ref);
  await settle(site.deps, campaign);
  expect(await countRoll(site.deps, campaign), "who signed before is counted by a later click").toBe(1);

  turnTo("2011-09-29T10:00:00Z");
  const late = await signAs(site.deps, await standing(), "late", { country: "GB" });
  await settle(site.deps, campaign);
  await confirmEntry(site.deps, late.ref);
  await settle(site.deps, campaign);
  const roll = await site.deps.database.signatures.find().sort({ at: 1 }).toArray();
  expect(roll.map(({ petition, country }) => [petition, country])).toEqual([
    ["gb", "GB"],
    ["international", "GB"],
  ]);
  await byTwo(null, { move: "close", reason: "handed-over", note: "To the United Nations." });
  expect(await standing()).toMatchObject({ state: "closed", closed: { reason: "handed-over" } });
  const life = lifeOf(await standing(), gb ?? fail());
  expect(life.closed?.at.toISOString().slice(0, 10)).toBe("2011-05-05");
  expect(await page("/gb")).not.toContain("Sign the international petition");
  await byTwo(null, { move: "reopen", note: "For the next tests." });
});

function fail(): never {
  throw new Error("There is no British petition.");
}

test("The form of a closed petition signs nothing and comes back as that of the international one, with every answer", async () => {
  const before = await site.everything();
  const reply = await form({ ...british, "consent.updates": "yes" });
  expect(reply.statusCode).toBe(409);
  expect(reply.body).toContain("That petition has closed: nothing is signed yet");
  expect(reply.body).toContain('name="petition" value="international"');
  expect(reply.body).toContain('value="ada@example.org"');
  expect(reply.body, "consent was given to another organisation").not.toMatch(/type="checkbox"[^>]* checked/);
  expect(await site.everything()).toBe(before);
  const api = await site.sign(campaign.slug, "anna", british);
  expect(api.statusCode).toBe(409);
  expect(api.json()).toMatchObject({ code: "petition-closed" });
});

test("The international form offers nobody a petition that is closed", async () => {
  const reply = await form({ petition: "international", country: "GB" });
  expect(reply.statusCode).toBe(303);
  const thai = await form({ petition: "international", country: "TH", email: "som@example.org" });
  expect(thai.body).toContain("There is a petition for your country");
  expect(await page()).not.toContain('data-petition="gb"');
  expect(petitionToSign(await standing(), "GB", site.deps.now())?.id).toBe("international");
});

test("A petition has days of its own within those of its campaign, and a click within 14 days of its close still counts", async () => {
  const closesAt = new Date(site.clock.now().getTime() + 2 * day);
  const dates = { timeZone: "Asia/Bangkok", opensAt: new Date("2010-01-01T00:00:00Z"), closesAt };
  await byTwo("th", { move: "dates", dates, note: "" });
  const stored = (await standing()).petitions.find(({ id }) => id === "th");
  expect(stored).toMatchObject({ opensAt: dates.opensAt, closesAt });
  expect((await standing()).timeZone, "the campaign's stay").toBe("Europe/London");
  expect((await standing()).closesAt).toBeNull();
  const thai = { petition: "th", country: "TH" };
  const waiting = await signAs(site.deps, await standing(), "waiting", thai);
  await settle(site.deps, campaign);
  site.clock.advance(3 * day);
  expect((await form({ ...thai, email: "kai@example.org" })).statusCode).toBe(409);
  const reply = await site.app.inject(`/api/v1/campaigns/${campaign.slug}`);
  const petitions: { id: string; state: string }[] = reply.json().petitions;
  expect(petitions.map(({ id, state }) => `${id} ${state}`)).toEqual([
    "international open",
    "gb handed-over",
    "th closed",
  ]);
  site.clock.advance(10 * day);
  const before = await countRoll(site.deps, campaign);
  await confirmEntry(site.deps, waiting.ref);
  await settle(site.deps, campaign);
  expect(await countRoll(site.deps, campaign)).toBe(before + 1);
});

test("It is opened again by two, put in the archive by two, and then stands on no list but keeps its page", async () => {
  await byTwo("gb", { move: "reopen", note: "The office asked for more." });
  expect((await site.sign(campaign.slug, "again", british)).statusCode).toBe(202);
  await byTwo("gb", { move: "close", reason: "ended", note: "" });
  await byTwo("gb", { move: "archive", note: "" });
  expect(await page()).not.toContain("Office of gb");
  expect(await page("/gb")).toContain("The time for signing is over.");
  await expect(byTwo("gb", { move: "reopen", note: "No." })).rejects.toMatchObject({ code: "draft-changed" });
});
