import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { type Locale, locales } from "#campaigns/platform/languages/languages.ts";
import { phrasebook } from "#server/page/phrasebook.ts";
import { linkIn } from "../support/sheaf-client.ts";
import { campaignPath, fillIn, headingOf, pressSign } from "./at-the-form.ts";
import { findOverflow } from "./page-checks.ts";
import { newSigner, stage, visit } from "./stage.ts";

/** The smallest screens that people sign on. */
const screens = [
  { width: 320, height: 568 },
  { width: 360, height: 640 },
];

/** Signs by the interface for programs; gives the path of the page that confirms. */
async function waiting(test: string): Promise<(locale: Locale) => string> {
  const { client } = stage();
  const signer = { ...newSigner(test), updates: true };
  await client.sign(signer);
  const token = linkIn(await client.letterTo(signer.email), "confirm")
    .split("/")
    .at(-1);
  return (locale) => `/${locale}/confirm/${token}`;
}

/** Where something stands in the window, from its upper edge. */
async function placeOf(page: Page, selector: string) {
  const box = await page.locator(selector).first().boundingBox();
  if (!box) throw new Error(`Nothing is shown for ${selector}.`);
  return { top: box.y, bottom: box.y + box.height };
}

/** Claims about the page on which every signature hangs. */
export function confirmingSuite(): void {
  test.each(screens)(
    "its button, and above it who signs and for whom, is on the first screen of $width x $height in every language",
    async (viewport) => {
      const path = await waiting(`first-screen-${viewport.width}`);
      for (const javaScriptEnabled of [true, false]) {
        const { page } = await visit({ viewport, isMobile: true, hasTouch: true, javaScriptEnabled });
        for (const locale of locales) {
          await page.goto(path(locale));
          const button = await placeOf(page, ".go .button");
          expect(button.bottom, `${locale}: the button`).toBeLessThanOrEqual(viewport.height);
          const name = await placeOf(page, ".who");
          const office = await placeOf(page, ".ask .target");
          expect(Math.max(name.bottom, office.bottom), `${locale}: what counts`).toBeLessThan(button.top);
          expect(await findOverflow(page), locale).toEqual([]);
        }
      }
    },
    180_000,
  );

  test("she corrects what a stranger typed, without JavaScript, and that is what counts", async () => {
    const { client } = stage();
    const before = await client.total();
    const path = await waiting("corrected");
    const { page } = await visit({ viewport: { width: 360, height: 640 }, javaScriptEnabled: false });
    await page.goto(path("en"));
    expect(await page.locator('[name="consent.updates"]').isChecked(), "asked for by somebody").toBe(false);
    await page.getByText("Correct something").click();
    await page.getByRole("textbox", { name: "Name" }).fill("https://example.org");
    await page.getByRole("button", { name: "Confirm my signature" }).click();
    expect(await page.getByRole("textbox", { name: "Name" }).inputValue()).toBe("https://example.org");
    await page.getByRole("textbox", { name: "Name" }).fill("Anna Corrected");
    await page.getByRole("button", { name: "Confirm my signature" }).click();
    expect(await headingOf(page)).toBe("Thank you. Your signature counts.");
    await client.waitForTotal(before + 1);
  });

  test("in the browser that signed her own ticks stand, in Arabic too, and the mailbox is named", async () => {
    const { client } = stage();
    const signer = { ...newSigner("own-ticks"), country: "MA" };
    const { page } = await visit({ viewport: { width: 320, height: 568 }, isMobile: true, hasTouch: true });
    await page.goto(campaignPath("ar"));
    await fillIn(page, signer);
    await page.locator('[name="consent.updates"]').check();
    await pressSign(page);
    expect(await headingOf(page)).toBe(phrasebook("ar").say("received.title"));
    expect(await page.locator(".address").textContent()).toBe(signer.email);
    expect(await findOverflow(page)).toEqual([]);
    await page.goto(linkIn(await client.letterTo(signer.email), "confirm"));
    expect(await page.locator('[name="consent.updates"]').isChecked()).toBe(true);
    expect((await placeOf(page, ".go .button")).bottom).toBeLessThanOrEqual(568);
  });
}
