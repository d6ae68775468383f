import { afterAll, beforeAll, expect, test } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { campaignDesk } from "./campaign-desk.ts";

let site: TestApp;
let campaign: Campaign;
let member: ConsoleClient;
let owner: ConsoleClient;
let at: string;

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database, { verification: "none" });
  await site.deps.database.organisations.collection.insertOne({
    ...{ _id: "ecpat-sweden", name: "ECPAT Sweden", kind: "member", version: 1 },
  } as never);
  member = await signInAs(site, "organiser", "ecpat-sweden");
  owner = await signInAs(site, "organiser", campaign.organisation);
  at = `/organiser/c/${campaign.slug}`;
});
afterAll(() => site.close());

test("a member without a petition finds the campaign on the list, and a page that offers one", async () => {
  expect((await member.get("/organiser/campaigns")).body).toContain(`href="${at}"`);
  const { statusCode, body } = await member.get(at);
  expect(statusCode).toBe(200);
  expect(body).toContain("has no petition in this campaign yet");
  expect(body).toContain(`action="${at}/join"`);
  expect(body).not.toContain('data-live="total"');
  expect((await member.get(`${at}/petitions`)).headers.location).toBe(at);
});

test("no campaign is offered that people do not see, and none that is not there", async () => {
  await campaignDesk(site, owner, owner).write("unseen");
  for (const slug of ["unseen", "no-such-campaign"])
    for (const path of ["", "/petitions"])
      expect((await member.get(`/organiser/c/${slug}${path}`)).statusCode).toBe(404);
  expect((await member.post("/organiser/c/unseen/join", { country: "SE", note: "" })).statusCode).toBe(404);
});

test("a country that has a petition, or is none, is refused with what was typed", async () => {
  for (const country of ["TH", "XX", ""]) {
    const answer = await member.post(`${at}/join`, { country, note: "We know the ministry." });
    expect([country, answer.statusCode]).toEqual([country, 422]);
    expect(answer.body).toContain("We know the ministry.");
  }
});

test("it is asked for once, and stands on both people's start pages until it is decided", async () => {
  const form = { country: "SE", note: "We know the ministry." };
  expect((await member.post(`${at}/join`, form)).statusCode).toBe(303);
  expect((await member.post(`${at}/join`, form)).statusCode).toBe(409);
  expect((await member.get(at)).body).toContain("has asked for a petition for Sweden");
  expect((await member.get("/organiser")).body).toContain("A petition for Sweden is waiting for a decision");
  expect((await owner.get("/organiser")).body).toContain("Decide on a petition for Sweden");
  const overview = (await owner.get(`${at}/petitions`)).body;
  expect(overview).toContain("ECPAT Sweden asks for a petition for Sweden");
  expect(overview).toContain("We know the ministry.");
});

test("agreed to, it begins as the member's own draft; declined, it can be asked for again", async () => {
  const decide = (act: string) => owner.post(`${at}/petitions/wishes/ecpat-sweden/${act}`);
  expect((await decide("decline")).statusCode).toBe(303);
  expect((await decide("agree")).statusCode).toBe(409);
  await member.post(`${at}/join`, { country: "SE", note: "" });
  expect((await decide("agree")).headers.location).toBe(`${at}/petitions?done=agree`);
  const draft = await site.deps.database.drafts.findById(`${campaign.slug}/se`).lean();
  expect(draft).toMatchObject({ organisation: "ecpat-sweden", petition: "se", state: "draft" });
  expect((await member.get(`${at}/petitions/se?in=en`)).statusCode).toBe(200);
  expect((await member.get(at)).headers.location).toBe(`${at}/petitions`);
  expect((await member.get(`${at}/petitions`)).statusCode).toBe(200);
  expect(await site.deps.database.petitionWishes.countDocuments({})).toBe(0);
});
