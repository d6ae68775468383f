import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mailProvider } from "#campaigns/mail/mail-provider.ts";
import { noteMailEvent } from "#campaigns/mail/note-mail-event.ts";
import { findSuppressed } from "#campaigns/mail/suppression/find-suppressed.ts";
import { mailboxKey } from "#campaigns/texts/mailbox-key.ts";
import { screens, startBrowser, startVisit } from "../support/browser.ts";
import { signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { bringAxe, findBarriers, findFaintColours } from "./axe.ts";

let site: TestApp;
let browser: Browser;
let address: string;

beforeAll(async () => {
  site = await openTestApp({ HOST: "127.0.0.1" });
  address = await site.app.listen({ host: "127.0.0.1", port: 0 });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

test("the postcode is asked for while the chosen country has postcodes, also after going back, and without scripts always", async () => {
  const { slug } = await loadTestCampaign(site.deps.database, { asksPostcode: true });
  const form = `/en/c/${slug}`;
  const { page, complaints, end } = await startVisit(browser, address, screens.small);
  await page.goto(form);
  const postcode = page.getByLabel(/^Postcode/);
  expect(await postcode.isVisible()).toBe(true);
  await page.getByLabel("Country", { exact: true }).selectOption("AE");
  expect(await postcode.isVisible()).toBe(false);
  await page.goto("/en/");
  await page.goBack();
  await page.getByLabel("Country", { exact: true }).selectOption("AE");
  await page.reload();
  expect(await postcode.isVisible()).toBe(
    (await page.getByLabel("Country", { exact: true }).inputValue()) !== "AE",
  );
  await page.getByLabel("Country", { exact: true }).selectOption("GB");
  expect(await postcode.isVisible()).toBe(true);
  expect(complaints).toEqual([]);
  await end();
  const plain = await startVisit(browser, address, { javaScriptEnabled: false });
  await plain.page.goto(form);
  await plain.page.getByLabel("Country", { exact: true }).selectOption("AE");
  expect(await plain.page.getByLabel(/^Postcode/).isVisible()).toBe(true);
  await plain.end();
});

test("suppressions are lifted by code, provider and days: the page counts first, and has no barriers", async () => {
  const email = "anna@example.net";
  const about = { key: mailboxKey(site.deps.keys, email), provider: mailProvider(site.deps.keys, email) };
  const told = { kind: "hard-bounce", source: "report", status: "5.1.1", ground: "no-mailbox" } as const;
  await noteMailEvent(site.deps, "event", told, about);
  const isSuppressed = async () => (await findSuppressed(site.deps, [about.key])).size === 1;
  const [name = "", value = ""] = (await signInAs(site, "secretariat")).cookie.split("=");
  const { page, complaints, end } = await startVisit(browser, address, screens.small);
  await page.context().addCookies([{ name, value, url: address }]);
  await bringAxe(page);
  await page.goto("/organiser/mail/lifting");
  await page.getByLabel("Code").fill("5.1.1");
  await page.getByLabel("Domain").fill("example.net");
  await page.getByRole("button", { name: "Count" }).press("Enter");
  const counted = page.getByRole("status");
  expect(await counted.textContent()).toContain("would be lifted: 1");
  expect(await isSuppressed()).toBe(true);
  expect(await findBarriers(page)).toEqual([]);
  expect(await findFaintColours(page)).toEqual([]);
  await page.locator("#counted ~ form button").press("Enter");
  await page.waitForURL(/done=lifted-many/);
  expect(await isSuppressed()).toBe(false);
  expect(complaints).toEqual([]);
  await end();
});
