import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { begin, words } from "../organiser/campaign-desk.ts";
import { modelCampaign } from "../support/sheaf-client.ts";
import { waitFor } from "../support/wait-for.ts";
import { addPerson, fillInSignIn, type Person, press, signIn, survey } from "./at-the-console.ts";
import { fillIn, followLetter, headingOf, pressSign } from "./at-the-form.ts";
import { newSigner, stage, visit } from "./stage.ts";

/** Begins a campaign by the form, and gives the address of its overview. */
async function beginCampaign(page: Page, slug: string): Promise<string> {
  await page.goto("/organiser/campaigns");
  await page.getByRole("link", { name: "New campaign" }).click();
  const { language: _, ...typed } = begin(slug);
  for (const [name, text] of Object.entries(typed)) await page.locator(`#f-${name}`).fill(text);
  await press(page, "Start the draft");
  // What is to do next stands there at once: its texts.
  await page.locator(`[name="text.page.headline"]`).waitFor();
  return `/organiser/c/${slug}/petitions`;
}

/** Presses a button and waits until the next page says what was done. */
async function pressAndRead(page: Page, name: string, says: string): Promise<void> {
  await press(page, name);
  await page.getByRole("status").filter({ hasText: says }).waitFor();
}

/** Claims about writing campaigns, and about the people who do. */
export function campaignsSuite(): void {
  let lead: Person;
  /** Each signs in once: from the second time on the secretariat needs a second step. */
  let reviewer: Person;
  let writer: Person;
  let second: Person;
  beforeAll(async () => {
    lead = await addPerson("lead@sheaf.test");
    reviewer = await addPerson("reviewer@sheaf.test");
    writer = await addPerson("campaigner@sheaf.test", "--role", "organiser");
    second = await addPerson("approver@sheaf.test", "--role", "organiser");
  });

  test("a campaign goes from its first word to its first signature, through two people's hands", async () => {
    const { client } = stage();
    const page = await signIn(writer);
    const overview = await beginCampaign(page, "safe-roads");
    await page.goto(`${overview}/page?in=en`);
    for (const [key, text] of Object.entries(words)) await page.locator(`[name="text.${key}"]`).fill(text);
    await pressAndRead(page, "Save", "Saved.");
    await pressAndRead(page, "Send for approval", "Sent for approval.");
    expect(await page.getByRole("button", { name: "Approve" }).count()).toBe(0);

    const reader = await signIn(second);
    await reader.goto("/organiser");
    await reader.getByRole("link", { name: "Approve the campaign’s page" }).first().click();
    await reader.getByText("Make roads safe.").first().waitFor();
    await pressAndRead(reader, "Approve", "Approved.");
    await pressAndRead(reader, "Publish", "Published.");

    const { page: visitor } = await visit();
    const signer = newSigner("safe-roads");
    await visitor.goto("/en/c/safe-roads");
    await fillIn(visitor, signer);
    await pressSign(visitor);
    await visitor.getByRole("heading", { name: "One more step: confirm by e-mail" }).waitFor();
    await page.goto("/organiser/c/safe-roads");
    const total = page.locator("[data-live=total]");
    expect(await total.textContent()).toBe("0");
    const [subject, link] = ["Please confirm your signature", "Open the confirmation page"];
    const opened = await followLetter(visitor, signer.email, subject, link);
    await opened.getByRole("button", { name: "Confirm my signature" }).click();
    await client.waitForTotal(1, "safe-roads");
    // The open page hears of it by itself.
    await waitFor("the dashboard to show it", async () => (await total.textContent()) === "1");
  }, 180_000);

  test("an invited person chooses a password and a name, and sees their own organisation only", async () => {
    const { client } = stage();
    const email = "ines@sheaf.test";
    const page = await signIn(lead);
    await page.goto("/organiser/accounts/invite");
    await page.getByLabel("Name", { exact: true }).fill("I. N.");
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Organisation", { exact: true }).selectOption("ecpat-usa");
    await page.getByRole("radio", { name: /^Organiser/ }).check();
    await pressAndRead(page, "Send the invitation", "on its way");
    await page.goto("/organiser/accounts");
    const notTheirs = (await page.locator("tbody th a").first().getAttribute("href")) ?? "";
    const { text } = await client.letterTo(email);
    const link = /^https?:\/\/\S+\/organiser\/invitation\/\S+$/m.exec(text)?.[0] ?? "";

    const { page: own } = await visit({ javaScriptEnabled: false });
    await own.goto(link);
    const password = "four invited otters wave";
    await own.getByLabel("New password").fill(password);
    await press(own, "Use this password");
    await fillInSignIn(own, { email, password });
    await own.goto("/organiser/account");
    await own.getByLabel("Name", { exact: true }).fill("Inés Nueva");
    await pressAndRead(own, "Save", "Saved.");
    await own.goto("/organiser/accounts");
    expect(await own.locator("tbody th").allTextContents()).toEqual([expect.stringContaining("Inés Nueva")]);
    await own.goto(notTheirs);
    expect(await headingOf(own)).toBe("There is no such page");
    // Of a campaign of others they see that they can ask for a petition, and no figure.
    await own.goto("/organiser/c/safe-roads/petitions");
    expect(await headingOf(own)).toBe("Safe roads");
    expect(await own.locator("[data-live]").count()).toBe(0);
    await own.getByLabel("Country").selectOption("US");
    await own.getByLabel("Why, for those who decide").fill("We know the ministry.");
    await press(own, "Ask for the petition");
    await own.getByText("has asked for a petition for United States").waitFor();
    await own.goto(link);
    expect(await headingOf(own)).toBe("This link no longer works");
  });

  test("the pages of the console have no barriers, in light and dark and on the smallest screen", async () => {
    const page = await signIn(reviewer);
    const draft = await beginCampaign(page, "looked-at");
    const campaign = `/organiser/c/${modelCampaign}`;
    await page.goto(`${campaign}/petitions/page?in=en`);
    await page.locator('[name="text.page.first"]').fill("Nobody reads this: it stays a draft.");
    await pressAndRead(page, "Save", "Saved.");
    const found: string[] = [];
    for (const path of [
      "/organiser",
      "/organiser/glossary",
      "/organiser/campaigns",
      "/organiser/campaigns/new",
      `${draft}/page?in=ar`,
      "/organiser/c/looked-at/settings",
      `${campaign}/petitions/page?in=th`,
      `${campaign}/petitions/page/changes`,
      `${campaign}/petitions/international/contact`,
      `${campaign}/schedule`,
      `${campaign}/shares`,
      `${campaign}/posters`,
      `${campaign}/updates`,
      "/organiser/mail",
      "/organiser/accounts",
      "/organiser/audit",
      "/organiser/no-such-page",
    ]) {
      await page.goto(path);
      found.push(...(await survey(page)));
    }
    await page.goto(`${campaign}/updates/new`);
    await press(page, "Start");
    found.push(...(await survey(page)));
    expect(found).toEqual([]);
  }, 300_000);
}
