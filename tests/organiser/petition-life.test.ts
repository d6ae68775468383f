import { afterAll, beforeAll, expect, test } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { readLetters } from "../support/letter-desk.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

let site: TestApp;
let campaign: Campaign;
let owner: ConsoleClient;
let colleague: ConsoleClient;
let lead: ConsoleClient;
let at: string;

beforeAll(async () => {
  site = await openTestApp();
  const organisations = { th: "ecpat-foundation-thailand" };
  campaign = await loadTestCampaign(site.deps.database, { verification: "none", organisations });
  at = `/organiser/c/${campaign.slug}/petitions/th/life`;
  owner = await signInAs(site, "organiser", "ecpat-foundation-thailand");
  colleague = await signInAs(site, "organiser", "ecpat-foundation-thailand");
  lead = await signInAs(site, "secretariat");
});
afterAll(() => site.close());

const petition = async () => {
  forgetCampaigns(site.deps);
  return (await findCampaign(site.deps, campaign.slug))?.petitions.find(({ id }) => id === "th");
};
const post = async (client: ConsoleClient, act: string, form: Record<string, string> = {}) =>
  (await client.post(`${at}${act}`, form)).statusCode;
const closing = { reason: "handed-over", note: "Given to the minister." };

test("Its owner asks to close a petition, and it happens when another person of the owner or of the campaign approves", async () => {
  expect(await post(owner, "/close", closing)).toBe(303);
  expect((await petition())?.state).toBeUndefined();
  expect((await owner.get(at)).body).toContain("a second person has to approve it");
  expect(await post(owner, "/ending/approve")).toBe(403);
  expect(await post(lead, "/close", closing), "one thing waits at a time").toBe(409);
  expect((await lead.get(at)).body).toContain("Given to the minister.");
  expect(await post(lead, "/ending/approve")).toBe(303);
  expect(await petition()).toMatchObject({ state: "closed", closed: { reason: "handed-over" }, asked: null });
  expect((await lead.get(`/organiser/c/${campaign.slug}/petitions`)).body).toContain("Handed over");
  expect(await post(owner, "/reopen", { note: " " })).toBe(400);
  expect(await post(owner, "/reopen", { note: "The minister asked for more." })).toBe(303);
  expect(await post(owner, "/ending/drop")).toBe(303);
  expect(await post(lead, "/ending/approve")).toBe(409);
});

test("Who may approve finds it in the letter, on the dashboard and on the start page; who asked sees it waiting", async () => {
  await post(owner, "/reopen", { note: "The minister asked for more." });
  const letters = await readLetters(site.deps);
  const asked = letters.find(
    ({ to, text }) => to === colleague.account.email && text.includes("asked for more"),
  );
  expect(asked?.mail.subject).toContain("Somebody asks to reopen a petition");
  expect(asked?.text).toContain(`${at}#h-asked`);
  const dashboard = `/organiser/c/${campaign.slug}`;
  for (const page of [dashboard, "/organiser"]) {
    expect((await colleague.get(page)).body, page).toContain(`href="${at}#h-asked"`);
    expect((await lead.get(page)).body, page).toContain(`href="${at}#h-asked"`);
  }
  expect((await owner.get("/organiser")).body).toContain("“Reopen the petition” is waiting for approval");
  await post(colleague, "/ending/approve");
  expect(await petition()).toMatchObject({ state: "open", closed: null });
});

test("Its goal changes at once, and its dates once a second person agrees; others change neither", async () => {
  expect(await post(owner, "/goal", { goal: "many" })).toBe(422);
  expect(await post(owner, "/goal", { goal: "5000" })).toBe(303);
  expect(await petition()).toMatchObject({ goal: 5_000 });
  expect((await site.app.inject(`/en/c/${campaign.slug}/th`)).body).toContain("Goal of this petition:");
  expect(await post(owner, "", { opensAt: "2020-01-01", closesAt: "2021-01-01" })).toBe(422);
  expect(await post(owner, "", { opensAt: "2020-01-01", closesAt: "2099-01-01" })).toBe(303);
  expect((await petition())?.closesAt).toBeUndefined();
  const foreign = await signInAs(site, "organiser", "ecpat-usa");
  const auditor = await signInAs(site, "auditor", "ecpat-foundation-thailand");
  for (const [client, status] of [
    [foreign, 404],
    [auditor, 403],
  ] as const) {
    expect(await post(client, "/ending/approve")).toBe(status);
    expect(await post(client, "/goal", { goal: "1" })).toBe(status);
  }
  expect(await post(colleague, "/ending/approve")).toBe(303);
  expect((await petition())?.closesAt).toEqual(new Date("2099-01-02T00:00:00Z"));
  const entries = await site.deps.database.audit
    .find({ on: `${campaign.slug}/th` })
    .sort({ _id: 1 })
    .toArray();
  expect(entries.map(({ act }) => act)).toEqual([
    "petition.ask-close",
    "petition.close",
    "petition.ask-reopen",
    "petition.drop",
    "petition.ask-reopen",
    "petition.reopen",
    "petition.goal",
    "petition.ask-dates",
    "petition.dates",
  ]);
});
