import { expect, test } from "vitest";
import { screens } from "../support/browser.ts";
import { linkIn, modelCampaign } from "../support/sheaf-client.ts";
import { headingOf } from "./at-the-form.ts";
import { bringAxe, findBarriers } from "./axe.ts";
import { findFaintText, findOverflow, findSmallTargets } from "./page-checks.ts";
import { newSigner, stage, useStage, visit } from "./stage.ts";

useStage();

test("in Thai on a phone: first one passes it on, as Thailand writes; the receipt below is copied, linked, scanned", async () => {
  const { client } = stage();
  const signer = { ...newSigner("thanks"), country: "TH", locale: "th" };
  const { page } = await visit({
    ...screens.small,
    colorScheme: "dark",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await bringAxe(page);
  await client.sign(signer);
  await page.goto(linkIn(await client.letterTo(signer.email), "confirm"));
  await page.locator(".card form button").click();
  const sections = page.locator("main section");
  expect(await sections.nth(0).getAttribute("aria-labelledby")).toBe("share");
  expect(await sections.nth(1).getAttribute("aria-labelledby")).toBe("receipt");
  const ways = page.locator(".share a:visible");
  expect(await ways.allTextContents()).toEqual([
    "LINE",
    "Facebook",
    "Messenger",
    "WhatsApp",
    "Viber",
    "Telegram",
    "ทางอีเมล",
    "ข้อความ SMS",
  ]);
  const links = await ways.evaluateAll((all) =>
    all.map((link) => decodeURIComponent(link.getAttribute("href") ?? "")),
  );
  for (const link of links)
    expect(link).toMatch(new RegExp(`/c/${modelCampaign}/th\\?source=[a-z]+$|/th\\?source=telegram&text=`));

  const groups = await page.locator(".groups span").allTextContents();
  expect(groups).toHaveLength(12);
  await page.locator("[data-copying] button").click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(groups.join(" "));
  await page.locator(".receipt summary").click();
  await page.locator(".receipt .qr").scrollIntoViewIfNeeded();
  expect(await findOverflow(page)).toEqual([]);
  expect(await findBarriers(page)).toEqual([]);
  expect(await findFaintText(page)).toEqual([]);
  expect(await findSmallTargets(page)).toEqual([]);

  // Read out over the telephone, typed on another device, without JavaScript.
  const other = await visit({ javaScriptEnabled: false });
  await other.page.goto("/en/receipt");
  await other.page.getByRole("textbox", { name: "Receipt" }).fill(groups.join("-").toLowerCase());
  await other.page.getByRole("button", { name: "Check" }).click();
  expect(await headingOf(other.page)).toBe("Counted");
});

test("on a desktop, in Arabic, the ways that need a phone are not offered", async () => {
  const { client } = stage();
  const signer = { ...newSigner("desktop"), country: "MA", locale: "ar" };
  const { page } = await visit();
  await client.sign(signer);
  await page.goto(linkIn(await client.letterTo(signer.email), "confirm"));
  await page.locator(".card form button").click();
  const ways = await page.locator(".share a:visible").allTextContents();
  expect(ways).toEqual(["واتساب", "لاين", "تيليغرام", "فيسبوك", "بالبريد الإلكتروني"]);
  expect(await findOverflow(page)).toEqual([]);
});

test("the first signer never sees that nobody signed", async () => {
  const { client } = stage();
  const signer = newSigner("first");
  await client.sign(signer);
  const { page } = await visit({ javaScriptEnabled: false });
  await page.goto(linkIn(await client.letterTo(signer.email), "confirm"));
  await page.locator(".card form button").click();
  expect(await page.locator(".tally").textContent()).not.toMatch(/(^|\D)0 |Nobody/);
});
