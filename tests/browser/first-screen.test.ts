import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { languages } from "#campaigns/platform/languages/languages.ts";
import { campaignPath } from "./at-the-form.ts";
import { bringAxe, findBarriers } from "./axe.ts";
import { findOverflow, findSmallTargets } from "./page-checks.ts";
import { useStage, visit } from "./stage.ts";

useStage();

const phone = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true };
const laptop = { viewport: { width: 1366, height: 625 } };
/** One petition of the secretariat, and one of a member with a longer office and a second box. */
const petitions = ["", "/gb", "/ph"];

/** Whether the middle and both edges of what a selector finds are on the screen, and nothing lies over them. */
function isInView(page: Page, selector: string): Promise<boolean> {
  return page.locator(selector).evaluate((element) => {
    const { top, bottom, left, width } = element.getBoundingClientRect();
    return [top + 2, (top + bottom) / 2, bottom - 2].every((y) => {
      const seen = document.elementFromPoint(left + width / 2, y);
      return seen !== null && (element === seen || element.contains(seen));
    });
  });
}

test.each(languages)(
  "in $name the field for the name is on the first screen of a small phone",
  async ({ code }) => {
    const { page } = await visit(phone);
    for (const petition of petitions) {
      await page.goto(campaignPath(code) + petition);
      expect(await isInView(page, "#name"), petition).toBe(true);
      expect(await findOverflow(page)).toEqual([]);
    }
  },
);

test.each(languages)(
  "in $name the button is in view on a low laptop, wherever one reads",
  async ({ code }) => {
    const { page } = await visit({ ...laptop, javaScriptEnabled: false });
    for (const petition of petitions) {
      await page.goto(campaignPath(code) + petition);
      expect(await isInView(page, ".sign .go button"), petition).toBe(true);
      await page.getByRole("heading", { level: 2 }).nth(3).scrollIntoViewIfNeeded();
      expect(await isInView(page, ".sign .go button"), petition).toBe(true);
    }
  },
);

test("on a low laptop the words that one signs open over the fields, with the button below", async () => {
  const { page } = await visit(laptop);
  await bringAxe(page);
  await page.goto(`${campaignPath("en")}/gb`);
  const words = page.locator(".sign .wording");
  await words.locator("summary").click();
  expect((await words.boundingBox())?.height).toBeGreaterThan(350);
  expect(await isInView(page, ".sign .go button")).toBe(true);
  await page.getByText("We ask you to answer this petition in public.").scrollIntoViewIfNeeded();
  expect(await isInView(page, ".sign .wording summary")).toBe(true);
  expect(await findBarriers(page)).toEqual([]);
  expect(await findSmallTargets(page)).toEqual([]);
  await words.locator("summary").click();
  expect(await isInView(page, "#name")).toBe(true);
});
