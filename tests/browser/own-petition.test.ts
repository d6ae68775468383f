import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { phrasebook } from "#server/page/phrasebook.ts";
import { screens } from "../support/browser.ts";
import { linkIn, modelCampaign } from "../support/sheaf-client.ts";
import { campaignPath, fillIn, headingOf, pressSign } from "./at-the-form.ts";
import { bringAxe, findBarriers } from "./axe.ts";
import { findOverflow } from "./page-checks.ts";
import { newSigner, stage, useStage, visit } from "./stage.ts";

useStage();

const small = { viewport: { width: 320, height: 640 } };

/** The office on the band, and the petition that the form would sign. */
async function shownPetition(page: Page): Promise<string | null> {
  return page.locator("#sign-form [name=petition]").getAttribute("value");
}

test("without JavaScript: who chooses Thailand is offered its petition before anything is stored, and may take it", async () => {
  const { client } = stage();
  const signer = { ...newSigner("thai"), country: "TH" };
  const { page } = await visit({ ...small, javaScriptEnabled: false });
  await page.goto(`${campaignPath("en")}?source=leaflet`);
  await fillIn(page, signer);
  await page.getByLabel(/may send me news/).check();
  await pressSign(page);
  const offer = page.getByRole("alert");
  await offer.getByRole("heading", { name: "There is a petition for your country" }).waitFor();
  expect(await shownPetition(page)).toBe("international");
  expect(await findOverflow(page)).toEqual([]);
  expect(await client.lettersTo(signer.email)).toEqual([]);

  await offer.getByRole("button", { name: "Go to that petition" }).click();
  expect(await shownPetition(page)).toBe("th");
  expect(await page.locator("#name").inputValue()).toBe(signer.name);
  expect(await page.locator("#email").inputValue()).toBe(signer.email);
  expect(await page.locator("#country").inputValue()).toBe("TH");
  expect(await page.locator("[name=source]").getAttribute("value")).toBe("leaflet");
  expect(await page.getByLabel(/may send me news/).isChecked(), "said of the other petition").toBe(false);
  await pressSign(page);
  expect(await headingOf(page)).toBe("One more step: confirm by e-mail");
  const back = page.getByRole("link", { name: "Back to the form" });
  expect(await back.getAttribute("href")).toBe(`${campaignPath("en")}/th#sign`);

  // Confirmed: everything that she passes on leads to what she signed.
  await page.goto(linkIn(await client.letterTo(signer.email), "confirm"));
  await page.getByRole("button", { name: "Confirm my signature" }).click();
  const shared = `/c/${modelCampaign}/th?source=link`;
  expect(await page.locator("#link").inputValue()).toContain(shared);
  const whatsApp = page.getByRole("link", { name: "WhatsApp" });
  expect(await whatsApp.getAttribute("href")).toContain(encodeURIComponent(`/c/${modelCampaign}/th?`));
  const campaign = page.getByRole("link", { name: "Back to the campaign" });
  expect(await campaign.getAttribute("href")).toBe(`${campaignPath("en")}/th`);
});

test("without JavaScript: who stays with the petition she came for signs it at the second press", async () => {
  const signer = { ...newSigner("stays"), country: "TH" };
  const { page } = await visit({ javaScriptEnabled: false });
  await page.goto(campaignPath("en"));
  await fillIn(page, signer);
  await pressSign(page);
  await page.getByRole("alert").waitFor();
  await pressSign(page);
  expect(await headingOf(page)).toBe("One more step: confirm by e-mail");
  const back = page.getByRole("link", { name: "Back to the form" });
  expect(await back.getAttribute("href")).toBe(`${campaignPath("en")}#sign`);
});

test("with JavaScript the form tells of the other petition once the country is chosen, and asks once only", async () => {
  const signer = { ...newSigner("script"), country: "TH" };
  const { page } = await visit(screens.phone);
  await bringAxe(page);
  await page.goto(`${campaignPath("ar")}`);
  const offer = page.locator(".offer");
  expect(await offer.isVisible()).toBe(false);
  await fillIn(page, signer);
  await offer.getByText(phrasebook("ar").say("form.offer.title")).waitFor();
  expect(await offer.locator("p:visible").count()).toBe(2);
  expect(await findBarriers(page)).toEqual([]);
  await page.locator("#country").selectOption("KE");
  expect(await offer.getByRole("button").isVisible()).toBe(false);
  await page.locator("#country").selectOption("TH");
  await offer.getByRole("button").click();
  await page.waitForURL(/\/sign$/);
  expect(await shownPetition(page)).toBe("th");
  expect(await page.locator("#name").inputValue()).toBe(signer.name);
  await page.locator("#country").selectOption("PH");
  await pressSign(page);
  expect(await headingOf(page)).toBe(phrasebook("ar").say("received.title"));
});

test("a change of the language keeps what is filled in: by the menu, and by buttons without JavaScript", async () => {
  const signer = newSigner("languages");
  const { page } = await visit(screens.phone);
  await page.goto(`${campaignPath("en")}/gb`);
  await fillIn(page, signer);
  await page.locator(".tongues summary").click();
  await page.locator(".tongues").getByRole("link", { name: "Français" }).click();
  await page.waitForURL(/\/fr\/.*\/sign$/);
  expect(await page.locator("html").getAttribute("lang")).toBe("fr");
  expect(await page.locator("#email").inputValue()).toBe(signer.email);
  expect(await shownPetition(page)).toBe("gb");

  const plain = await visit({ javaScriptEnabled: false });
  await plain.page.goto(campaignPath("en"));
  await fillIn(plain.page, signer);
  await plain.page.getByRole("button", { name: "العربية" }).click();
  expect(await plain.page.locator("html").getAttribute("dir")).toBe("rtl");
  expect(await plain.page.locator("#name").inputValue()).toBe(signer.name);
  await plain.page.goto(campaignPath("en"));
  await plain.page.getByRole("button", { name: "ไทย" }).click();
  expect(new URL(plain.page.url()).pathname, "nothing to keep").toBe(campaignPath("th"));
});

test("the address of a sent form, asked for alone, leads back to the form", async () => {
  const { page } = await visit();
  await page.goto(`${campaignPath("es")}/sign`);
  expect(new URL(page.url()).pathname + new URL(page.url()).hash).toBe(`${campaignPath("es")}#sign`);
});

test("the menu of languages closes on Escape, with the focus back on it, and on a press outside", async () => {
  const { page } = await visit();
  await page.goto(campaignPath("en"));
  const menu = page.locator(".tongues");
  const isOpen = () => menu.getAttribute("open").then((open) => open !== null);
  await menu.locator("summary").click();
  await menu.getByRole("link", { name: "Español" }).focus();
  await page.keyboard.press("Escape");
  expect(await isOpen()).toBe(false);
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe("summary");
  await menu.locator("summary").click();
  expect(await isOpen()).toBe(true);
  await page.locator("h1").click();
  expect(await isOpen()).toBe(false);
});

test("a petition's page shows how many signed it and the campaign, and moves both; few are not told", async () => {
  const { client } = stage();
  const before = await client.total();
  const sign = (country: string, count: number) =>
    Promise.all(
      Array.from({ length: count }, () => client.signAndConfirm({ ...newSigner(country), country })),
    );
  // Those of Germany are few enough to be added to the few of other petitions.
  await sign("SE", 11);
  await sign("DE", 10);
  await client.waitForTotal(before + 21);
  const { page } = await visit();
  await page.goto(`${campaignPath("en")}/se`);
  const tally = page.locator(".tally");
  expect(await tally.locator(".signed").textContent()).toMatch(/^11\s+people have signed this petition$/);
  expect(await tally.locator(".whole").textContent()).toBe(`${before + 21} in the whole campaign`);
  await sign("SE", 1);
  await tally.getByText("12", { exact: true }).waitFor();
  expect(await tally.locator(".whole").textContent()).toBe(`${before + 22} in the whole campaign`);

  await page.goto(`${campaignPath("en")}/jp`);
  expect(await tally.textContent()).toContain("people have signed in the whole campaign");
  expect(await tally.textContent()).toContain("own number is not shown yet");
});
