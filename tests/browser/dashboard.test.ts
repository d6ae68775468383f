import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { startWorkers, type Workers } from "#workers/start-workers.ts";
import { screens, startBrowser, startVisit } from "../support/browser.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { collectLog } from "../support/core.ts";
import { answersOf } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { bringAxe, findBarriers, findFaintColours } from "./axe.ts";

let site: TestApp;
let workers: Workers;
let browser: Browser;
let campaign: Campaign;
let organiser: ConsoleClient;
let url: string;

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database, { verification: "none", goals: [100, 1_000] });
  organiser = await signInAs(site, "organiser");
  url = await site.app.listen({ port: 0, host: "127.0.0.1" });
  workers = await startWorkers(site.config, collectLog().log);
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await workers.close();
  await site.close();
});

async function visit(options: Parameters<typeof startVisit>[2] = {}) {
  const one = await startVisit(browser, url, options);
  const [name = "", value = ""] = organiser.cookie.split("=");
  await one.page.context().addCookies([{ name, value, url }]);
  return one;
}

const path = () => `/organiser/c/${campaign.slug}`;

/** People sign over the network, twenty at a time; some of them again and again. */
async function load(family: string, people: number, repeats: number): Promise<void> {
  const left = Array.from({ length: people + repeats }, (_, turn) => `${family}${turn % people}`);
  const sender = async () => {
    for (let who = left.pop(); who !== undefined; who = left.pop()) {
      const country = Number(who.slice(1)) % 3 === 0 ? "TH" : "GB";
      const answer = await fetch(`${url}/api/v1/campaigns/${campaign.slug}/signatures`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(answersOf(who, { country, source: "poster" })),
      });
      if (answer.status !== 202) throw new Error(`Signing was answered with ${answer.status}.`);
      await answer.body?.cancel();
    }
  };
  await Promise.all(Array.from({ length: 20 }, sender));
}

test("the dashboard moves while a load runs, and ends at the exact number without a reload", async () => {
  const { page, complaints, end } = await visit();
  await page.goto(path());
  await page.locator("[data-state].on").waitFor();
  await page.evaluate(() => {
    const numbersIn = (where: string) =>
      Array.from(document.querySelectorAll(where), ({ textContent }) => Number(textContent));
    const sumOf = (where: string) => numbersIn(where).reduce((sum, count) => sum + count, 0);
    const seen: { total: number; channels: number; countries: number }[] = [];
    Object.assign(window, { seen });
    const note = () =>
      seen.push({
        total: sumOf('[data-live="total"]'),
        channels: sumOf(".total table td:nth-child(2)"),
        countries: sumOf('[aria-labelledby="h-countries"] .map-grid > div > table td:nth-child(3)'),
      });
    const dashboard = document.querySelector(".dashboard");
    if (dashboard) new MutationObserver(note).observe(dashboard, { childList: true, subtree: true });
  });
  await load("a", 400, 50);
  await load("b", 200, 50);
  await page.locator('[data-live="total"]', { hasText: /^600$/ }).waitFor();
  await page.locator('[data-live="repeats"]', { hasText: /^100$/ }).waitFor();
  // What the window holds since it was opened: another page would not have it.
  const seen: { total: number; channels: number; countries: number }[] = await page.evaluate("window.seen");
  expect(seen.length).toBeGreaterThan(1);
  // All that is shown comes from one reading, at every moment.
  for (const { total, channels, countries } of seen) expect([channels, countries]).toEqual([total, total]);
  const numbers = seen.map(({ total }) => total);
  expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
  expect(complaints).toEqual([]);
  await end();
});

test.each(["light", "dark"] as const)(
  "the dashboard holds no barriers and fits a small screen, %s",
  async (colorScheme) => {
    const { page, complaints, end } = await visit({ ...screens.small, colorScheme });
    await bringAxe(page);
    await page.goto(path());
    expect(colorScheme === "light" ? await findBarriers(page) : await findFaintColours(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await page.locator('a[href*="source=poster"]').click();
    await page.getByRole("heading", { name: "Batches" }).waitFor();
    expect(colorScheme === "light" ? await findBarriers(page) : await findFaintColours(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await end();
  },
);
