import { Types } from "mongoose";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeBundle } from "#campaigns/bundles/make-bundle.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { bringAxe, findBarriers, findFaintColours } from "../browser/axe.ts";
import { screens, startBrowser, startVisit } from "../support/browser.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { countedSignature } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

let site: TestApp;
let url: string;
let browser: Browser;
let campaign: Campaign;
let secretariat: ConsoleClient;
let path: string;

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database, { verification: "none" });
  await countedSignature(site.deps, campaign, "anong", { country: "TH" });
  secretariat = await signInAs(site, "secretariat");
  url = await site.app.listen({ port: 0 });
  browser = await startBrowser();
  path = `/staff/c/${campaign.slug}/bundles`;
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

async function visit(options: Parameters<typeof startVisit>[2] = {}) {
  const one = await startVisit(browser, url, options);
  const [name = "", value = ""] = secretariat.cookie.split("=");
  await one.page.context().addCookies([{ name, value, url }]);
  return one;
}

/** Puts a request into a state, as a worker would. */
async function running(country: string): Promise<string> {
  await secretariat.post(path, { country, recipient: "UN", reason: "Handover in Bangkok" });
  const { database, now } = site.deps;
  const at = now();
  const run = { file: new Types.ObjectId(), startedAt: at, beatAt: at, written: 1_000, expected: 4_000 };
  const request = await database.bundleRequests.findOneAndUpdate(
    { country },
    { $set: { state: "running", run } },
  );
  return request?._id.toHexString() ?? "";
}

test("a bundle is followed without a reload from its progress to its download", async () => {
  const { page, complaints, end } = await visit();
  const id = await running("TH");
  await page.goto(path);
  expect(await page.locator("progress").getAttribute("value")).toBe("1000");
  const { database } = site.deps;
  const _id = new Types.ObjectId(id);
  await database.bundleRequests.updateOne({ _id }, { $set: { "run.written": 3_000 } });
  await page.locator('progress[value="3000"]').waitFor();
  await database.bundleRequests.updateOne({ _id }, { $set: { state: "asked" } });
  expect(await makeBundle(site.deps, id)).toBe("done");
  const arriving = page.waitForEvent("download");
  await page.getByRole("button", { name: /^Download.*Thailand/ }).click();
  expect((await arriving).suggestedFilename()).toBe(`${campaign.slug}-TH.zip`);
  expect(complaints).toEqual([]);
  await end();
});

test.each(["light", "dark"] as const)("bundles and audit hold no barriers, %s", async (colorScheme) => {
  await running("PH");
  const { page, complaints, end } = await visit({ ...screens.small, colorScheme });
  await bringAxe(page);
  for (const url of [path, "/organiser/audit"]) {
    await page.goto(url);
    expect(colorScheme === "light" ? await findBarriers(page) : await findFaintColours(page)).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, `${url} fits a small screen`).toBeLessThanOrEqual(320);
  }
  expect(complaints).toEqual([]);
  await end();
});
