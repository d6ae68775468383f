import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadNetwork } from "#campaigns/organisations/load-network.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { approveUpdate } from "#campaigns/updates/writing/approve-update.ts";
import { submitUpdate } from "#campaigns/updates/writing/submit-update.ts";
import { createUpdate } from "#campaigns/updates/writing/write-update.ts";
import { begin } from "../organiser/campaign-desk.ts";
import { screens, startBrowser, startVisit } from "../support/browser.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { addSupporters, approver, writer } from "../updates/update-stage.ts";
import { bringAxe, findBarriers } from "./axe.ts";
import { findOverflow } from "./page-checks.ts";

let site: TestApp;
let browser: Browser;
let campaign: Campaign;
let organiser: ConsoleClient;
let url: string;

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database, { timeZone: "Asia/Bangkok" });
  const network = fileURLToPath(new URL("../../campaigns/catalogue/network", import.meta.url));
  await loadNetwork(site.deps, network);
  organiser = await signInAs(site, "secretariat");
  url = await site.app.listen({ port: 0, host: "127.0.0.1" });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

async function visit(options: Parameters<typeof startVisit>[2] = {}) {
  const one = await startVisit(browser, url, options);
  const [name = "", value = ""] = organiser.cookie.split("=");
  await one.page.context().addCookies([{ name, value, url }]);
  await bringAxe(one.page);
  return one;
}

test("a sending time is entered and shown in the zone that was chosen, its countries' cities first", async () => {
  const { deps } = site;
  await addSupporters(deps, campaign, ["anna"], { country: "PH" });
  const texts = { en: { subject: "News", body: "Thank you." } };
  const audience = { countries: ["PH"] };
  const written = await createUpdate(deps, writer, campaign, { texts, fallback: ["en"], audience });
  const id = written._id.toHexString();
  await submitUpdate(deps, writer, { id, campaign });
  await approveUpdate(deps, approver, id);
  const { page, complaints, end } = await visit(screens.small);
  await page.goto(`/organiser/c/${campaign.slug}/updates/${id}`);
  const zone = page.getByLabel("Time zone");
  expect(await zone.locator("option").first().textContent()).toBe("Manila (Asia/Manila)");
  expect(await zone.inputValue()).toBe("Asia/Bangkok");
  await zone.selectOption("Asia/Manila");
  await page.getByLabel("Day and time").fill("2099-03-24T08:00");
  await page.getByRole("button", { name: "Schedule" }).click();
  const heading = page.getByRole("heading", { name: /It goes out on/ });
  expect(await heading.textContent()).toMatch(/24 March 2099.*08:00 \(Philippine Standard Time\)/);
  expect(await page.getByLabel("Time zone").inputValue()).toBe("Asia/Manila");
  const stored = await deps.database.updates.findById(id).lean();
  expect(stored?.scheduledAt).toEqual(new Date("2099-03-24T00:00:00Z"));
  // Opened, what a button asks once more fits too.
  await page.locator(".ask-once summary").first().click();
  expect(await findOverflow(page)).toEqual([]);
  expect(await findBarriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await end();
});

test("a draft's dates are entered in a zone by city, those of its petitions' countries first", async () => {
  await organiser.post("/organiser/campaigns/new", begin("by-city"));
  const added = await organiser.post("/organiser/c/by-city/petitions", {
    ...{ country: "TH", organisation: organiser.account.organisation },
  });
  expect([added.statusCode, added.body]).toEqual([303, ""]);
  const { page, complaints, end } = await visit();
  await page.goto("/organiser/c/by-city/settings");
  const zone = page.getByLabel("Time zone");
  expect(await zone.locator("option").first().textContent()).toBe("Bangkok (Asia/Bangkok)");
  await zone.selectOption("Asia/Bangkok");
  await page.getByLabel(/^Opens/).fill("2099-01-01 09:30");
  await page.getByRole("button", { name: "Save" }).first().click();
  await page.getByRole("status").waitFor();
  await page.goto("/organiser/c/by-city/settings");
  expect(await page.getByLabel(/^Opens/).inputValue()).toBe("2099-01-01 09:30");
  expect(await page.getByLabel("Time zone").inputValue()).toBe("Asia/Bangkok");
  expect(await findBarriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await end();
});

test("the page Mail of a start with no more than the defaults answers in words", async () => {
  const { page, complaints, end } = await visit(screens.small);
  const opened = await page.goto("/organiser/mail");
  expect(opened?.status()).toBe(200);
  const answered = page.waitForResponse((response) => response.url().includes("check=yes"));
  await page.locator('a[href*="check=yes"]').click();
  expect((await answered).status()).toBe(200);
  expect(await page.locator("main").textContent()).toContain("set SHEAF_MAIL_FROM to an address");
  expect(await findOverflow(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await end();
});
