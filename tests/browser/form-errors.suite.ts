import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { type Locale, locales } from "#campaigns/platform/languages/languages.ts";
import { phrasebook } from "#server/page/phrasebook.ts";
import { campaignPath, fillIn, headingOf, pressSign } from "./at-the-form.ts";
import { newSigner, stage, visit } from "./stage.ts";

/** How the title of a page with mistakes begins, so that who hears it knows at once. */
const beginnings: Record<Locale, string> = {
  en: "Error: ",
  fr: "Erreur\u00a0: ",
  es: "Error: ",
  th: "ข้อผิดพลาด: ",
  ar: "خطأ: ",
  tl: "May mali: ",
};

const hostile = '=HYPERLINK("//example.org")';

/** The id of the element that has the focus. */
function focusedId(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.activeElement?.id);
}

async function openForm(locale: Locale, javaScriptEnabled = true): Promise<Page> {
  const { page } = await visit({ javaScriptEnabled });
  await page.goto(campaignPath(locale));
  return page;
}

/** Claims about a form that comes back. */
export function formErrorsSuite(): void {
  test.each(locales)("an empty form comes back with a summary that has the focus: %s", async (locale) => {
    const page = await openForm(locale);
    await pressSign(page);
    await page.locator("#problems").waitFor();
    expect(await focusedId(page)).toBe("problems");
    const book = phrasebook(locale);
    const title = book.count("problem.title", 3);
    expect(await page.title()).toBe(`${beginnings[locale]}${title} · Sheaf`);
    expect(await page.locator("#problems-title").textContent()).toBe(title);

    for (const field of ["name", "email", "country"]) {
      await page.locator(`#problems a[href="#${field}"]`).click();
      expect(await focusedId(page)).toBe(field);
      const control = page.locator(`#${field}`);
      expect(await control.getAttribute("aria-invalid")).toBe("true");
      const told = page.locator(`#${await control.getAttribute("aria-describedby")}`);
      const inSummary = page.locator(`#problems a[href="#${field}"]`);
      expect(await told.textContent()).toBe(await inSummary.textContent());
    }
  });

  test("without JavaScript the summary has the focus too", async () => {
    const page = await openForm("en", false);
    await pressSign(page);
    await page.locator("#problems").waitFor();
    expect(await focusedId(page)).toBe("problems");
    expect(await page.title()).toMatch(/^Error: 3 answers need another look/);
  });

  test("every answer and consent is kept, nothing is stored, and the corrected form is accepted", async () => {
    const { client } = stage();
    const signer = newSigner("corrected-form");
    const page = await openForm("en");
    await fillIn(page, { ...signer, name: hostile, email: "rosa at example" });
    await page.getByLabel(/may send me news of this campaign/).check();
    await pressSign(page);

    expect(await page.locator("#problems a").allTextContents()).toEqual([
      "Enter your name in letters, beginning with a letter",
      "Enter an e-mail address like name@example.org",
    ]);
    expect(await page.locator("#name").inputValue()).toBe(hostile);
    expect(await page.locator("#email").inputValue()).toBe("rosa at example");
    expect(await page.locator("#country").inputValue()).toBe("KE");
    expect(await page.locator("#country").getAttribute("aria-invalid")).toBeNull();
    expect(await page.locator("input[type=checkbox]:checked").count()).toBe(1);
    expect(await client.lettersTo(signer.email)).toEqual([]);

    await page.locator("#name").fill(signer.name);
    await page.locator("#email").fill(signer.email);
    await pressSign(page);
    expect(await headingOf(page)).toBe("One more step: confirm by e-mail");
    await client.letterTo(signer.email);
  });

  test.each(["=1+1", "+ABS(1)", "-2", "@SUM"])("the formula %s is no name", async (name) => {
    const page = await openForm("en");
    await fillIn(page, { ...newSigner("formula"), name });
    await pressSign(page);
    const told = await page.locator("#name-error").textContent();
    expect(told).toBe("Enter your name in letters, beginning with a letter");
    expect(await page.locator("#problems a").count()).toBe(1);
  });

  test("markup in an answer comes back as text", async () => {
    const page = await openForm("en");
    const name = '"><img src=x onerror=alert(1)>';
    await fillIn(page, { ...newSigner("markup"), name, email: "none" });
    await pressSign(page);
    await page.locator("#problems").waitFor();
    expect(await page.locator("#name").inputValue()).toBe(name);
    expect(await page.locator("main img").count()).toBe(0);
  });
}
