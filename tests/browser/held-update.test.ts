import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { hour } from "#campaigns/platform/durations.ts";
import type { UpdateSender } from "#campaigns/updates/sending/update-sender.ts";
import { findFreePort } from "#embedded/free-port.ts";
import { type MailServer, startMailServer } from "../mail/mail-server.ts";
import { screens, startBrowser, startVisit } from "../support/browser.ts";
import { signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import {
  addSupporters,
  recounted,
  runToEnd,
  scheduledUpdate,
  testUpdateSender,
} from "../updates/update-stage.ts";
import { bringAxe, findBarriers, findFaintColours } from "./axe.ts";
import { findOverflow } from "./page-checks.ts";

let site: TestApp;
let address: string;
let browser: Browser;
let mails: MailServer;
let campaign: Campaign;
let deps: Deps & { updateSender: UpdateSender };

/** In Bangkok it is night for two hours from now on; in London it is not. */
const bangkok = (new Date().getUTCHours() + 7) % 24;
const morning = (bangkok + 2) % 24;
const quietHours = `${bangkok}-${morning}`;

beforeAll(async () => {
  const port = await findFreePort();
  address = `http://127.0.0.1:${port}`;
  [browser, mails] = await Promise.all([startBrowser(), startMailServer()]);
  const settings = { SHEAF_PUBLIC_URL: address, SHEAF_QUIET_HOURS: quietHours, SMTP_URL: mails.url };
  site = await openTestApp(settings);
  await site.app.listen({ host: "127.0.0.1", port });
  deps = { ...site.deps, updateSender: testUpdateSender(site.config, site.redis, site.deps, {}) };
  campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const asleep = Array.from({ length: 20 }, (_, index) => `asleep.${index}`);
  await addSupporters(deps, campaign, asleep, { country: "TH" });
  await addSupporters(deps, campaign, ["awake", "awake.too"]);
});
afterAll(async () => {
  await browser.close();
  deps.updateSender.close();
  await site.close();
  await mails.stop();
});

test("who sleeps is held, and the page says until when; who was left out is told with the reason", async () => {
  const { _id } = await scheduledUpdate(deps, campaign, {
    audience: { countries: ["TH", "GB"] },
  });
  await runToEnd(deps, _id);
  // One of those who sleep leaves meanwhile.
  await deps.database.signatures.updateOne({ country: "TH" }, { $unset: { updates: "" } });
  const path = `/organiser/c/${campaign.slug}/updates/${_id.toHexString()}`;
  const look = async (options: Parameters<typeof startVisit>[2]) => {
    const visit = await startVisit(browser, address, options);
    const { cookie } = await signInAs(site, "organiser");
    const [name = "", value = ""] = cookie.split("=");
    await visit.page.context().addCookies([{ name, value, url: address }]);
    await bringAxe(visit.page);
    await visit.page.goto(path);
    return visit;
  };

  const { page, complaints, end } = await look(screens.small);
  const line = page.locator("[data-line]");
  const until = `${String(morning).padStart(2, "0")}:00`;
  expect(await line.textContent()).toContain(`20 wait until ${until} in their country.`);
  expect(await line.textContent()).not.toMatch(/minute(s)? left/);
  const term = (name: string) => page.locator(`[data-term=${name}]`).textContent();
  expect([await term("sent"), await term("held"), await term("toGo")]).toEqual(["2", "20", "0"]);
  expect(await findOverflow(page)).toEqual([]);
  expect(await findBarriers(page)).toEqual([]);
  await page.locator("[data-term=held]").click();
  expect(await page.locator("tbody tr").count()).toBe(20);

  site.clock.advance(2 * hour + 15 * 60_000);
  await runToEnd(deps, _id);
  expect((await recounted(deps, _id)).counts).toMatchObject({ sent: 21, skipped: 1, queued: 0 });
  expect(complaints).toEqual([]);
  await end();

  // A session ends meanwhile: she signs in again.
  const later = await look({ colorScheme: "dark" });
  expect(await later.page.locator("[data-left-out] tr").allInnerTexts()).toEqual([
    expect.stringMatching(/unsubscribed since\s+1/),
  ]);
  expect(await later.page.locator("[data-term=held]").count()).toBe(0);
  expect(await findFaintColours(later.page)).toEqual([]);
  expect(later.complaints).toEqual([]);
  await later.end();
});
