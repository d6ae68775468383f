import type { Page } from "playwright-core";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { modelCampaign } from "../support/sheaf-client.ts";
import { waitFor } from "../support/wait-for.ts";
import type { newSigner } from "./stage.ts";

/** The path of the model campaign's page. */
export function campaignPath(locale: Locale): string {
  return `/${locale}/c/${modelCampaign}`;
}

/** Fills in the form as a signer does, whatever language it speaks. */
export async function fillIn(page: Page, signer: ReturnType<typeof newSigner>): Promise<void> {
  await page.locator("#name").fill(signer.name);
  await page.locator("#email").fill(signer.email);
  await page.locator("#country").selectOption(signer.country);
}

/** Presses the only button of the sign form, whatever language it speaks, and waits for the answer. */
export async function pressSign(page: Page, timeoutMs = 60_000): Promise<void> {
  await page.locator(".sign .go button").click({ timeout: timeoutMs });
}

/** The words of the page's main heading. */
export async function headingOf(page: Page): Promise<string> {
  return ((await page.getByRole("heading", { level: 1 }).textContent()) ?? "").trim();
}

/** The total as the campaign page shows it. */
export async function shownTotal(page: Page): Promise<number> {
  return Number((await page.locator(".tally .figure").textContent())?.replaceAll(",", ""));
}

/** The receipt in the address of the page after signing. */
export function receiptOf(page: Page): string {
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

/**
 * Looks into the mailbox page again and again, as a person would, until a letter is there; opens it and follows the
 * link of its button, which opens a window of its own.
 */
export async function followLetter(page: Page, email: string, subject: string, link: string): Promise<Page> {
  await page.goto("/mailbox");
  const letter = page.getByRole("link", { name: subject }).filter({ hasText: email });
  await waitFor(`"${subject}" in the mailbox`, async () => {
    if (await letter.isVisible()) return true;
    await page.getByRole("link", { name: "Look again" }).click();
    return false;
  });
  await letter.click();
  const opened = page.waitForEvent("popup");
  await page.frameLocator("iframe").getByRole("link", { name: link }).click();
  return opened;
}
