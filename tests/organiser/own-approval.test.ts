import { Types } from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Role } from "#campaigns/access/account.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { noCounts } from "#campaigns/updates/update.model.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { campaignDesk } from "./campaign-desk.ts";

let site: TestApp;
let campaign: Campaign;
let helper: ConsoleClient;

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database, { verification: "none" });
  helper = await signInAs(site, "secretariat");
});
afterAll(() => site.close());

/** Those whose policies let them approve anything. */
const approving: Role[] = ["secretariat", "organiser"];

const standing = async () => {
  forgetCampaigns(site.deps);
  return findCampaign(site.deps, campaign.slug);
};
const at = (path: string) => `/organiser/c/${campaign.slug}/${path}`;

test.each(approving)("as %s, nobody approves or publishes a text that they wrote and sent", async (role) => {
  const self = await signInAs(site, role);
  const desk = campaignDesk(site, self, helper);
  await desk.write(`own-${role}`);
  await desk.act(self, `own-${role}`, "submit");
  expect((await desk.act(self, `own-${role}`, "approve")).statusCode).toBe(403);
  expect((await desk.act(self, `own-${role}`, "publish")).statusCode).toBe(409);
  expect(await findCampaign(site.deps, `own-${role}`)).toBeNull();
});

test.each(approving)("as %s, nobody approves what they wrote and somebody else sent", async (role) => {
  const self = await signInAs(site, role);
  const desk = campaignDesk(site, self, helper);
  await desk.write(`sent-for-${role}`);
  await desk.act(helper, `sent-for-${role}`, "submit");
  for (const client of [self, helper])
    expect((await desk.act(client, `sent-for-${role}`, "approve")).statusCode).toBe(403);
});

test.each(approving)("as %s, nobody approves their own e-mail to supporters", async (role) => {
  const self = await signInAs(site, role);
  const now = site.deps.now();
  for (const [createdBy, submittedBy] of [
    [self.account.id, "somebody"],
    ["somebody", self.account.id],
  ] as const) {
    const _id = new Types.ObjectId();
    await site.deps.database.updates.create({
      ...{ _id, campaign: campaign.slug, organisation: campaign.organisation, state: "submitted" },
      ...{ texts: { en: { subject: "News", body: "Some." } }, fallback: ["en"], audience: {} },
      ...{ createdBy, submittedBy, createdAt: now, changedAt: now, planned: 0, counts: noCounts() },
    });
    expect((await self.post(at(`updates/${_id.toHexString()}/approve`))).statusCode).toBe(403);
    expect((await site.deps.database.updates.findById(_id).lean())?.state).toBe("submitted");
  }
});

const endings = [
  ["close", "close", { reason: "ended", note: "" }],
  [
    "dates",
    "schedule",
    { goals: "100 1000", timeZone: "UTC", opensAt: "2020-01-01", closesAt: "2099-01-01" },
  ],
  ["reopen", "reopen", { note: "It goes on." }],
  ["archive", "archive", {}],
] as const;

test.each(approving)("as %s, nobody closes, reopens, archives or moves the dates alone", async (role) => {
  const self = await signInAs(site, role);
  for (const [move, path, form] of endings) {
    const state = move === "reopen" || move === "archive" ? "closed" : "open";
    await site.deps.database.campaigns.updateOne({ _id: campaign.slug }, { $set: { state, asked: null } });
    forgetCampaigns(site.deps);
    const was = /name="was" value="([^"]+)"/.exec((await self.get(at("schedule"))).body)?.[1] ?? "";
    const asked = await self.post(at(path), { ...form, ...(move === "dates" && { was }) });
    expect([move, asked.statusCode]).toEqual([move, 303]);
    const before = await standing();
    expect([move, before?.asked?.move]).toEqual([move, move]);
    expect([move, (await self.post(at("ending/approve"))).statusCode]).toEqual([move, 403]);
    expect(await standing()).toEqual(before);
  }
});

test("who asked for a petition in a campaign of others does not agree to it, in another role either", async () => {
  await site.deps.database.campaigns.updateOne(
    { _id: campaign.slug },
    { $set: { state: "open", asked: null } },
  );
  forgetCampaigns(site.deps);
  const self = await signInAs(site, "organiser", "ecpat-sweden");
  expect((await self.post(at("join"), { country: "SE", note: "We are here." })).statusCode).toBe(303);
  expect((await self.post(at("petitions/wishes/ecpat-sweden/agree"))).statusCode).toBe(404);
  const changed = { role: "secretariat", organisation: campaign.organisation } as const;
  await site.deps.database.accounts.updateOne(
    { _id: new Types.ObjectId(self.account.id) },
    { $set: changed },
  );
  expect((await self.post(at("petitions/wishes/ecpat-sweden/agree"))).statusCode).toBe(403);
  expect(await site.deps.database.drafts.countDocuments({ petition: "se" })).toBe(0);
});
