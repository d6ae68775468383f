import { afterAll, beforeAll, expect, test } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { minute } from "../support/test-clock.ts";
import { campaignDesk } from "./campaign-desk.ts";

let site: TestApp;
let ada: ConsoleClient;
let ben: ConsoleClient;
let campaign: Campaign;
let at: string;

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database, { verification: "none" });
  at = `/organiser/c/${campaign.slug}`;
  ada = await signInAs(site, "organiser");
  ben = await signInAs(site, "secretariat");
});
afterAll(() => site.close());

const standing = async () => {
  forgetCampaigns(site.deps);
  return findCampaign(site.deps, campaign.slug);
};
const post = async (client: ConsoleClient, act: string, form: Record<string, string> = {}) =>
  (await client.post(`${at}/${act}`, form)).statusCode;
const closing = { reason: "handed-over", note: "Given to the minister." };

test("A campaign is closed by two: one asks with a reason, another approves, and its page says why", async () => {
  expect(await post(ada, "close", closing)).toBe(303);
  expect((await standing())?.state).toBe("open");
  expect((await ada.get(`${at}/schedule`)).body).toContain("a second person has to approve it");
  expect(await post(ada, "ending/approve")).toBe(403);
  expect(await post(ben, "close", closing)).toBe(409);
  expect(await post(ben, "reopen", { note: "No." })).toBe(409);
  expect((await standing())?.state).toBe("open");
  expect((await ben.get(`${at}/schedule`)).body).toContain("Given to the minister.");
  expect(await post(ben, "ending/approve")).toBe(303);
  expect(await standing()).toMatchObject({ state: "closed", closed: { reason: "handed-over" }, asked: null });
  expect((await site.app.inject(`/en/c/${campaign.slug}`)).body).toContain(
    "The signatures have been handed over.",
  );
  expect(await post(ben, "ending/approve")).toBe(409);
});

test("It is opened again by two, with words that say why; what nobody approves is dropped", async () => {
  expect(await post(ben, "reopen", { note: " " })).toBe(400);
  expect(await post(ben, "reopen", { note: "The minister asked for more." })).toBe(303);
  expect(await post(ben, "ending/approve")).toBe(403);
  expect(await post(ada, "ending/drop")).toBe(303);
  expect(await post(ada, "ending/approve")).toBe(409);
  expect((await standing())?.state).toBe("closed");
  expect(await post(ben, "reopen", { note: "The minister asked for more." })).toBe(303);
  expect(await post(ada, "ending/approve")).toBe(303);
  expect(await standing()).toMatchObject({ state: "open", closed: null, asked: null });
});

test("Each step is an entry of the audit trail, by who took it", async () => {
  const entries = await site.deps.database.audit.find({ on: campaign.slug }).sort({ _id: 1 }).toArray();
  expect(entries.map(({ account, act }) => [account === ada.account.id ? "ada" : "ben", act])).toEqual([
    ["ada", "campaign.ask-close"],
    ["ben", "campaign.close"],
    ["ben", "campaign.ask-reopen"],
    ["ada", "campaign.drop"],
    ["ben", "campaign.ask-reopen"],
    ["ada", "campaign.reopen"],
  ]);
});

test("No one person begins or ends signing by its dates; a day of closing that has passed is not approved", async () => {
  const was = async () =>
    /name="was" value="([^"]+)"/.exec((await ada.get(`${at}/schedule`)).body)?.[1] ?? "";
  const before = await standing();
  const dates = { timeZone: "UTC", opensAt: "2020-01-01" };
  const ask = async (closesAt: string) =>
    post(ada, "schedule", { ...dates, goals: "100 1000", closesAt, was: await was() });
  const soon = new Date(site.deps.now().getTime() + 2 * minute);
  const closesAt = soon.toISOString().slice(0, 16).replace("T", " ");
  expect(await ask(closesAt)).toBe(303);
  expect((await standing())?.closesAt).toEqual(before?.closesAt);
  expect(await post(ada, "ending/approve")).toBe(403);
  site.clock.advance(5 * minute);
  expect(await post(ben, "ending/approve")).toBe(409);
  expect((await standing())?.closesAt).toEqual(before?.closesAt);
  expect(await post(ben, "ending/drop")).toBe(303);
  expect((await ben.get(at)).body).toContain("Nothing needs your attention");
});

test("What was asked for stands on the dashboard, for who may approve it and for who asked", async () => {
  const needs = async (client: ConsoleClient) =>
    (await client.get(at)).body.match(/<section class="needs".*?<\/section>/s)?.[0];
  const foreign = await signInAs(site, "organiser", "ecpat-usa");
  const auditor = await signInAs(site, "auditor");
  await post(ada, "close", closing);
  expect(await needs(ben)).toContain("Somebody asks to close the campaign");
  expect(await needs(ben)).toContain(`href="${at}/schedule#h-asked">Read and approve`);
  expect(await needs(ada)).toContain("“Close the campaign” is waiting for another person");
  expect(await needs(ada)).not.toContain("Read and approve");
  for (const client of [foreign, auditor]) expect(await needs(client)).toBeUndefined();
  await post(ada, "ending/drop");
  expect(await needs(ben)).toBeUndefined();
});

test("Of two who approve at once one does it; another organisation and an auditor do nothing", async () => {
  const carl = await signInAs(site, "organiser");
  const foreign = await signInAs(site, "organiser", "ecpat-usa");
  const auditor = await signInAs(site, "auditor");
  await post(ada, "close", closing);
  expect(await post(foreign, "ending/approve")).toBe(404);
  expect(await post(auditor, "ending/approve")).toBe(403);
  const both = await Promise.all([post(ben, "ending/approve"), post(carl, "ending/approve")]);
  expect(both.toSorted()).toEqual([303, 409]);
  expect((await standing())?.state).toBe("closed");
});

test("A closed campaign is put in the archive by two and stands on no list, but keeps its page and why it closed", async () => {
  expect(await post(ada, "archive")).toBe(303);
  expect(await post(ada, "ending/approve")).toBe(403);
  expect((await standing())?.state).toBe("closed");
  expect(await post(ben, "ending/approve")).toBe(303);
  expect(await standing()).toMatchObject({
    state: "archived",
    closed: { reason: "handed-over" },
    asked: null,
  });
  expect((await site.app.inject("/en/")).body).not.toContain(`/c/${campaign.slug}`);
  expect((await site.app.inject(`/en/c/${campaign.slug}`)).statusCode).toBe(200);
});

test("goals move at once, other dates once a second person agrees, and a closing day in the past is refused", async () => {
  const desk = campaignDesk(site, ada, ben);
  await desk.write("to-close");
  await desk.publish("to-close");
  const path = "/organiser/c/to-close/schedule";
  const was = async () => /name="was" value="([^"]+)"/.exec((await ada.get(path)).body)?.[1] ?? "";
  const opensAt = /name="opensAt"[^>]* value="([^"]+)"/.exec((await ada.get(path)).body)?.[1] ?? "";
  const days = { timeZone: "UTC", opensAt, closesAt: "" };
  const ended = { ...days, opensAt: "2020-01-01", closesAt: "2021-01-01" };
  const past = await ada.post(path, { ...ended, goals: "10 20", was: await was() });
  expect(past.statusCode).toBe(422);
  expect(past.body).toContain("This date is in the past");
  const wrong = await ada.post(path, { ...days, goals: "20 10", was: await was() });
  expect(wrong.body).toContain("each higher than the one before");
  const stale = await was();
  expect((await ada.post(path, { ...days, goals: "500 1000", was: stale })).statusCode).toBe(303);
  const told = await ben.post(path, { ...days, goals: "600", was: stale });
  expect(told.statusCode).toBe(409);
  expect(told.body).toContain('value="600"');
  expect(told.body).toContain('<p class="text" dir="auto">500 1000</p>');
  expect(told.body).not.toContain('name="keep" value="opensAt"');
  expect((await findCampaign(site.deps, "to-close"))?.goals).toEqual([500, 1000]);
  const seen = /name="was" value="([^"]+)"/.exec(told.body)?.[1] ?? "";
  const kept = { ...days, goals: "600", closesAt: "2099-01-01", was: seen, keep: "goals" };
  expect((await ben.post(path, kept)).headers.location).toContain("done=asked");
  expect(await findCampaign(site.deps, "to-close")).toMatchObject({ goals: [500, 1000], closesAt: null });
  expect((await ada.get(path)).body).toContain("<td>2099-01-01</td>");
  const more = await ada.post(path, { ...days, goals: "500 1000", closesAt: "2098-01-01", was: await was() });
  expect(more.statusCode).toBe(422);
  expect(more.body).toContain("Something else waits for a second person");
  expect((await ada.post("/organiser/c/to-close/ending/approve", {})).statusCode).toBe(303);
  expect(await findCampaign(site.deps, "to-close")).toMatchObject({
    goals: [500, 1000],
    closesAt: new Date("2099-01-02T00:00:00Z"),
  });
});
