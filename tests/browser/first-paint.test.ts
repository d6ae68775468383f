import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Locale, languages } from "#campaigns/platform/languages/languages.ts";
import { startBrowser, startVisit } from "../support/browser.ts";
import { type RunningSheaf, runSheaf } from "../support/running-sheaf.ts";
import { campaignPath } from "./at-the-form.ts";

let sheaf: RunningSheaf;
let browser: Browser;

beforeAll(async () => {
  [sheaf, browser] = await Promise.all([runSheaf(), startBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await sheaf?.stop();
}, 60_000);

/** A cheap phone at the edge of its network. */
const phone = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const bytesASecond = 400_000 / 8;

/** Opens a campaign's page for the first time: when something is painted, and how many bytes had to come in all. */
async function openOnPhone(locale: Locale): Promise<{ painted: number; bytes: number }> {
  const { page, end } = await startVisit(browser, sheaf.site, phone);
  const tools = await page.context().newCDPSession(page);
  await tools.send("Network.enable");
  let bytes = 0;
  tools.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await tools.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: bytesASecond,
    uploadThroughput: bytesASecond,
  });
  await tools.send("Emulation.setCPUThrottlingRate", { rate: 6 });
  await page.goto(campaignPath(locale), { waitUntil: "load" });
  const painted = await page.waitForFunction(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
  );
  const result = { painted: (await painted.jsonValue()) ?? Number.NaN, bytes };
  await end();
  return result;
}

test.each(languages)(
  "A campaign's page in $name shows within 1.5 s at 400 kbit/s on a processor six times slower, from at most 40 KB",
  async ({ code }) => {
    // The time is the claim; what else this machine does may spoil it twice.
    const tries = [await openOnPhone(code)];
    while (tries.length < 3 && !tries.some(({ painted }) => painted <= 1_500))
      tries.push(await openOnPhone(code));
    expect(Math.min(...tries.map(({ painted }) => painted))).toBeLessThanOrEqual(1_500);
    for (const { bytes } of tries) {
      expect(bytes).toBeGreaterThan(10_000);
      expect(bytes).toBeLessThan(40_000);
    }
  },
);
