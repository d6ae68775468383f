import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { campaignPath, headingOf } from "./at-the-form.ts";
import { newSigner, stage, visit } from "./stage.ts";

/** Where the focus is, and whether somebody who sees can tell. */
type Focus = { what: string; index: number; hasRing: boolean; isInView: boolean };

/** The element with the focus; undefined once it has left the page. */
function focusOf(page: Page): Promise<Focus | undefined> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return undefined;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const onTop = document.elementFromPoint(x, y);
    return {
      what: element.outerHTML.slice(0, 100),
      index: [...document.querySelectorAll("*")].indexOf(element),
      hasRing: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2,
      // Nothing lies over it, and its middle is inside the window.
      isInView: onTop !== null && (element.contains(onTop) || onTop.contains(element)),
    };
  });
}

async function tabTo(page: Page, id: string): Promise<void> {
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe(id);
}

/** Tabs from the top of the page to its end. */
async function tabThrough(page: Page): Promise<Focus[]> {
  const way: Focus[] = [];
  for (let step = 0; step < 300; step += 1) {
    await page.keyboard.press("Tab");
    const focus = await focusOf(page);
    if (!focus) return way;
    way.push(focus);
  }
  throw new Error("The focus does not leave the page.");
}

/** Claims about signing without a mouse. */
export function keyboardSuite(): void {
  test.each([
    { javaScriptEnabled: true, width: 1280 },
    { javaScriptEnabled: false, width: 390 },
  ])("one signs with the keyboard alone: $width pixels, JavaScript $javaScriptEnabled", async (how) => {
    const signer = newSigner("keyboard");
    const { javaScriptEnabled, width } = how;
    const { page } = await visit({ javaScriptEnabled, viewport: { width, height: 900 } });
    await page.goto(campaignPath("en"));
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: "Skip to the form" });
    expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true);
    const box = await skip.boundingBox();
    expect([box !== null && box.x >= 0 && box.y >= 0, box?.height]).toEqual([true, expect.any(Number)]);
    expect(box?.height).toBeGreaterThan(40);
    await page.keyboard.press("Enter");

    await tabTo(page, "name");
    await page.keyboard.type(signer.name);
    await tabTo(page, "email");
    await page.keyboard.type(signer.email);
    await tabTo(page, "country");
    await page.keyboard.type("Kenya");
    expect(await page.locator("#country").inputValue()).toBe("KE");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    expect(await page.getByLabel(/may send me news of this campaign/).isChecked()).toBe(true);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("We ask you to answer this petition in public.").waitFor({ state: "visible" });
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/received\//);
    expect(await headingOf(page)).toBe("One more step: confirm by e-mail");
    expect((await stage().client.letterTo(signer.email)).subject).toMatch(
      /^Please confirm your signature – /,
    );
  });

  test.each([
    { locale: "en", width: 1280, height: 700 },
    { locale: "ar", width: 390, height: 700 },
    { locale: "en", width: 320, height: 256 },
  ] satisfies { locale: Locale; width: number; height: number }[])(
    "the focus goes through the page in its order, always seen: $locale, $width x $height",
    async ({ locale, width, height }) => {
      const { page } = await visit({ viewport: { width, height } });
      await page.goto(campaignPath(locale));
      const way = await tabThrough(page);
      expect(way.length).toBeGreaterThan(30);
      expect(way.filter(({ hasRing }) => !hasRing).map(({ what }) => what)).toEqual([]);
      expect(way.filter(({ isInView }) => !isInView).map(({ what }) => what)).toEqual([]);
      const indexes = way.map(({ index }) => index);
      expect(indexes).toEqual(indexes.toSorted((one, other) => one - other));
    },
  );

  test("the menu of languages opens and leads with the keyboard", async () => {
    const { page } = await visit({ javaScriptEnabled: false });
    await page.goto(campaignPath("en"));
    await page.locator("header summary").focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${campaignPath("fr")}`);
    expect(await page.locator("html").getAttribute("lang")).toBe("fr");
  });
}
