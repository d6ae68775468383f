import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadNetwork } from "#campaigns/organisations/load-network.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { createUpdate } from "#campaigns/updates/writing/write-update.ts";
import { begin, campaignDesk, words } from "../organiser/campaign-desk.ts";
import { screens, startBrowser, startVisit } from "../support/browser.ts";
import { signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { addSupporters, writer } from "../updates/update-stage.ts";
import { bringAxe, findBarriers, findFaintColours } from "./axe.ts";
import { findFaintText, findOverflow, findSmallTargets } from "./page-checks.ts";

let site: TestApp;
let browser: Browser;
let campaign: Campaign;
let url: string;

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database);
  await loadNetwork(site.deps, fileURLToPath(new URL("../../campaigns/catalogue/network", import.meta.url)));
  await addSupporters(site.deps, campaign, ["anna"]);
  url = await site.app.listen({ port: 0, host: "127.0.0.1" });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

async function visit(locale: "en" | "ar", options: Parameters<typeof startVisit>[2] = {}) {
  const { cookie } = await signInAs(site, "secretariat", undefined, { locale });
  const one = await startVisit(browser, url, options);
  const [name = "", value = ""] = cookie.split("=");
  await one.page.context().addCookies([{ name, value, url }]);
  await bringAxe(one.page);
  return one;
}

/** An update's page, with nothing written yet. */
async function newUpdate(): Promise<string> {
  const draft = { texts: {}, fallback: ["en"], audience: {} };
  const { _id } = await createUpdate(site.deps, writer, campaign, draft);
  return `/organiser/c/${campaign.slug}/updates/${_id.toHexString()}?locale=en`;
}

const choose = (page: Page, text: string) =>
  page.locator("#f-body").evaluate((field, chosen) => {
    if (!(field instanceof HTMLTextAreaElement)) throw new TypeError("The text has no field.");
    const from = field.value.indexOf(chosen);
    field.focus();
    field.setSelectionRange(from, from + chosen.length);
  }, text);

test("buttons write bold, links, sources and merge fields into the text, by keyboard alone", async () => {
  const { page, complaints, end } = await visit("en");
  await page.goto(await newUpdate());
  const body = page.locator("#f-body");
  await body.fill("We are 500 people. Read more.");
  const bar = page.getByRole("toolbar", { name: "Buttons for the text" }).last();

  await choose(page, "people");
  await page.keyboard.press("Control+b");
  expect(await body.inputValue()).toBe("We are 500 **people**. Read more.");
  await choose(page, "Read more");
  await page.keyboard.press("Control+k");
  await page.keyboard.insertText("https://example.org/report");
  expect(await body.inputValue()).toBe("We are 500 **people**. [Read more](https://example.org/report).");

  // One stop of the Tab key; arrows go along it, Escape closes what it opened.
  await choose(page, "500");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  expect(
    await bar.locator("summary", { hasText: "Source" }).evaluate((at) => at === document.activeElement),
  ).toBe(true);
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  expect(await bar.locator("details[open]").count()).toBe(0);
  await page.keyboard.press("Enter");
  await bar.getByRole("button", { name: "A source of this update’s own" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.insertText("Annual report, page 12: 500 people, https://example.org/report");
  const number = campaign.sources.length + 1;
  expect(await body.inputValue()).toContain(`500[^${number}] **people**`);
  expect(await body.inputValue()).toMatch(
    new RegExp(`\\n\\n\\[\\^${number}\\]: Annual report, page 12: 500 people, https://example.org/report$`),
  );

  await page.getByLabel("Subject").fill("Dear ");
  await page.getByLabel("Subject").press("End");
  const subjectBar = page.getByRole("toolbar", { name: "Buttons for the text" }).first();
  await subjectBar.locator("summary").click();
  expect(await findBarriers(page)).toEqual([]);
  expect(await findSmallTargets(page)).toEqual([]);
  await subjectBar.getByRole("button", { name: "The reader’s name" }).click();
  expect(await page.getByLabel("Subject").inputValue()).toBe("Dear {{name|friend}}");
  await page.getByRole("button", { name: "Save", exact: true }).first().click();
  await page.getByRole("status").waitFor();
  expect(await page.locator(".error").allTextContents()).toEqual([]);
  expect(complaints).toEqual([]);
  await end();
});

test("without JavaScript nothing is missing but the buttons, and they fit a phone, dark and from the right", async () => {
  const path = await newUpdate();
  const plain = await visit("en", { javaScriptEnabled: false });
  await plain.page.goto(path);
  expect(await plain.page.getByRole("toolbar").count()).toBe(0);
  await plain.page.getByLabel("Subject").fill("News");
  await plain.page.locator("#f-body").fill("**Thank you**, {{name|friend}}.");
  await plain.page.getByRole("button", { name: "Save", exact: true }).first().click();
  await plain.page.getByRole("status").waitFor();
  await plain.end();

  const { page, complaints, end } = await visit("ar", { ...screens.small, colorScheme: "dark" });
  await page.goto(path);
  await page.getByRole("toolbar").last().locator("summary").first().click();
  expect(await findOverflow(page)).toEqual([]);
  expect(await findFaintColours(page)).toEqual([]);
  expect(await findFaintText(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await end();
});

test("a figure without a source is told in the writer's words, with the way to its field; page numbers are none", async () => {
  const lead = await signInAs(site, "secretariat");
  const desk = campaignDesk(site, lead, lead);
  await lead.post("/organiser/campaigns/new", begin("figures"));
  const texts = { ...words, "page.first": "9 of 10 children walk.", "page.headline": "Roads of 2026" };
  const path = "/organiser/c/figures/petitions/page?in=en";
  await lead.post(path, await desk.formOf("figures", "en", texts));
  const { page, complaints, end } = await visit("en");
  await page.goto(path);
  const told = await page.locator("#f-text-page-first-error").textContent();
  expect(told).toContain("Where does “9” come from? Put its source behind it: press “Source” above the text");
  expect(await page.locator("#f-text-page-headline-error").textContent()).toContain(
    "“2026” stands in a text that can name no source.",
  );
  const list = page.locator("section[aria-labelledby=h-next] section.needs");
  expect(await list.textContent()).not.toMatch(/page\.first|sources\.yaml|source mark/);
  await list.locator("li a").first().click();
  expect(new URL(page.url()).hash).toMatch(/^#f-text-page-/);

  // Buttons stand where sources can be named, and at the words that are signed for the office.
  expect(await page.locator("[name='text.page.headline']").getAttribute("data-tools")).toBeNull();
  const wording = page.locator("[name='text.wordings.international']");
  await wording.fill("");
  await page.getByRole("button", { name: "Office" }).click();
  expect(await wording.inputValue()).toBe("{office}");

  await page.goto("/organiser/c/figures/petitions/page?in=sources");
  await page.locator("button[name=add][value=sources]").click();
  const sourceFields = page.locator("[name^='text.sources.0.']");
  for (const field of await sourceFields.all()) {
    const name = (await field.getAttribute("name")) ?? "";
    const value = name.endsWith("claims")
      ? "9 of 10 children walk."
      : name.endsWith("language")
        ? "en"
        : name.endsWith("readAt")
          ? "2026-11-01"
          : "Annual report";
    await field.fill(value);
  }
  await page.getByRole("button", { name: "Save", exact: true }).first().click();
  await page.goto(path);
  const first = page.locator("[name='text.page.first']");
  await first.fill("9 of 10 children walk.");
  const bar = page.locator(`[role=toolbar][aria-controls='${await first.getAttribute("id")}']`);
  await bar.locator("summary").click();
  await bar.getByRole("button", { name: /Annual report/ }).click();
  expect(await first.inputValue()).toBe("9 of 10 children walk.[^1]");
  await page.locator("[name='text.page.headline']").fill("Roads that children can cross");
  await page.locator("[name='text.page.citations.0']").fill("Annual report, pp. 12-14.");
  await page.locator("[name='text.wordings.international']").fill("To: {office}\n\nMake roads safe.");
  await page.getByRole("button", { name: "Save", exact: true }).first().click();
  await page.getByRole("button", { name: "Send for approval" }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await end();
}, 240_000);
