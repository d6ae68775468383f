import { afterAll, beforeAll, expect, test } from "vitest";
import { readDashboard } from "#campaigns/dashboard/read-dashboard.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { settle } from "../support/settle.ts";
import { confirmEntry, countedSignature, signAs } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { minute } from "../support/test-clock.ts";

let site: TestApp;
let campaign: Campaign;
let reader: ConsoleClient;

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database);
  reader = await signInAs(site, "organiser");
});
afterAll(() => site.close());

const read = () => readDashboard(site.deps, reader.account, campaign.slug);
const page = async () => (await reader.get(`/organiser/c/${campaign.slug}`)).body;

async function close(state: "open" | "closed"): Promise<void> {
  const closed = state === "closed" ? { at: site.deps.now(), reason: "ended" } : null;
  await site.deps.database.campaigns.updateOne({ _id: campaign.slug }, { $set: { state, closed } });
  forgetCampaigns(site.deps);
}

test("an open campaign has no figure for what came after its close", async () => {
  await countedSignature(site.deps, campaign, "anna");
  expect((await read()).afterClose).toBeUndefined();
  expect(await page()).not.toContain("data-after-close");
});

test("who signed before the close and confirmed after it is told apart, and is in the total", async () => {
  const { ref } = await signAs(site.deps, campaign, "ben");
  await settle(site.deps, campaign);
  await close("closed");
  expect((await read()).afterClose).toMatchObject({ counted: 0 });
  site.clock.advance(5 * minute);
  await confirmEntry(site.deps, ref);
  await settle(site.deps, campaign);
  const dashboard = await read();
  expect(dashboard.figures.counted).toBe(2);
  expect(dashboard.afterClose).toMatchObject({ counted: 1 });
  expect(await page()).toContain("One of them since it closed on");
});

test("opened again, nothing is after its close any more", async () => {
  await close("open");
  expect((await read()).afterClose).toBeUndefined();
});
