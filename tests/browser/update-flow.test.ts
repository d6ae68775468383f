import type { Types } from "mongoose";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { runUpdate } from "#campaigns/updates/sending/run-update.ts";
import type { UpdateSender } from "#campaigns/updates/sending/update-sender.ts";
import { findFreePort } from "#embedded/free-port.ts";
import { type MailServer, startMailServer } from "../mail/mail-server.ts";
import { startBrowser, startVisit, type Visit } from "../support/browser.ts";
import { signInAs } from "../support/console-client.ts";
import { countedSignature } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { recounted, runToEnd, scheduledUpdate, testUpdateSender } from "../updates/update-stage.ts";
import { headingOf } from "./at-the-form.ts";
import { bringAxe, findBarriers } from "./axe.ts";

let site: TestApp;
let address: string;
let browser: Browser;
let mails: MailServer;
let campaign: Campaign;
let deps: Deps & { updateSender: UpdateSender };

beforeAll(async () => {
  const port = await findFreePort();
  address = `http://127.0.0.1:${port}`;
  [browser, mails] = await Promise.all([startBrowser(), startMailServer()]);
  site = await openTestApp({ SHEAF_PUBLIC_URL: address });
  await site.app.listen({ host: "127.0.0.1", port });
  deps = {
    ...site.deps,
    updateSender: testUpdateSender(site.config, site.redis, site.deps, { SMTP_URL: mails.url }),
  };
  campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const consent = { updates: true };
  // The mail server says nothing after the mail to the first of them: nobody knows whether it has it.
  for (const who of ["dropped.dora", "clicks", "opens"])
    await countedSignature(deps, campaign, who, { consent });
});
afterAll(async () => {
  await browser.close();
  deps.updateSender.close();
  await site.close();
  await mails.stop();
});

/** Ends a visit in which nothing may have gone wrong. */
async function endWell({ complaints, end }: Visit): Promise<void> {
  expect(complaints).toEqual([]);
  await end();
}

/** An update that two people let go out and that is under way, with nothing sent yet; and its page. */
async function begin(page: Page): Promise<Types.ObjectId> {
  const { _id } = await scheduledUpdate(deps, campaign);
  await runUpdate(deps, _id, undefined);
  await page.goto(`/organiser/c/${campaign.slug}/updates/${_id.toHexString()}`);
  return _id;
}

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const mailsTo = (who: string) => mails.received.filter(({ to }) => to[0] === `${who}@example.org`);
const termOf = (page: Page, term: string) => page.locator(`[data-term=${term}]`).textContent();

/** The address in a header of the last mail to somebody that ends the news with one click. */
function oneClickOf(who: string): string {
  const header = mailsTo(who).at(-1)?.mail.headers.get("list");
  return /https?:[^"]+\/unsubscribe\/[\w-]+/.exec(JSON.stringify(header))?.[0] ?? "";
}

test("an update is paused, goes on, what is uncertain is sent again, and the rest is cancelled, each by its button", async () => {
  const visit = await startVisit(browser, address);
  const { page } = visit;
  await bringAxe(page);
  const [name = "", value = ""] = (await signInAs(site, "secretariat")).cookie.split("=");
  await page.context().addCookies([{ name, value, url: address }]);

  const first = await begin(page);
  await press(page, "Pause");
  await page.getByText("Paused. E-mails already handed").waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await runToEnd(deps, first);
  expect(mails.received).toEqual([]);
  await press(page, "Resume");
  await page.getByText("Resumed.").waitFor();
  await runToEnd(deps, first);
  await page.reload();
  expect([await termOf(page, "sent"), await termOf(page, "uncertain")]).toEqual(["2", "1"]);
  await page.getByRole("heading", { name: "One e-mail is uncertain" }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
  expect(mailsTo("dropped.dora")).toHaveLength(1);
  await press(page, "Send it again");
  await page.getByText("The uncertain e-mails are being sent again.").waitFor();
  await runToEnd(deps, first);
  expect(mailsTo("dropped.dora")).toHaveLength(2);
  expect(new Set(mailsTo("dropped.dora").map(({ mail }) => mail.messageId)).size).toBe(1);

  const second = await begin(page);
  await page.locator("summary", { hasText: "Cancel the rest" }).click();
  await press(page, "Cancel the rest");
  await page.getByText("Cancelled.").first().waitFor();
  await runToEnd(deps, second);
  await page.reload();
  expect(await page.getByRole("button", { name: /Pause|Resume|again/ }).count()).toBe(0);
  await page.locator("[data-term=skipped]").click();
  expect(await page.getByRole("cell", { name: "the update was cancelled" }).count()).toBe(3);
  expect(mails.received).toHaveLength(4);
  await endWell(visit);
});

test("one click of a mail program and the button of the page, without JavaScript, end the news; opening ends nothing", async () => {
  const visit = await startVisit(browser, address, { javaScriptEnabled: false });
  const { page } = visit;
  const answer = await page.request.post(oneClickOf("clicks"), { form: { "List-Unsubscribe": "One-Click" } });
  expect(answer.ok()).toBe(true);
  const link = /https?:\S+\/unsubscribe\/[\w-]+/.exec(mailsTo("opens")[0]?.mail.text ?? "")?.[0] ?? "";
  for (const times of [1, 2, 3]) {
    await page.goto(link);
    expect(await page.getByRole("button", { name: "Stop the news" }).count(), `${times}`).toBe(1);
  }
  await press(page, "Stop the news");
  expect(await headingOf(page)).toContain("You receive no more news of this campaign");
  const { _id } = await scheduledUpdate(deps, campaign);
  await runToEnd(deps, _id);
  expect(await recounted(deps, _id)).toMatchObject({ planned: 1, counts: { uncertain: 1 } });
  expect(mails.received.length).toBe(5);
  await endWell(visit);
});
