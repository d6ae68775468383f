import { beforeAll, expect, test } from "vitest";
import { begin, words } from "../organiser/campaign-desk.ts";
import { modelCampaign } from "../support/sheaf-client.ts";
import { addPerson, fillInSignIn, type Person, press, signIn, survey } from "./at-the-console.ts";
import { bringAxe, findBarriers } from "./axe.ts";
import { findOverflow, findSmallTargets } from "./page-checks.ts";
import { loadClosedCampaigns, stage, visit } from "./stage.ts";

/** Claims about the start page, letters that ask for an approval, the menu and the panels of the console. */
export function inboxSuite(): void {
  let writer: Person;
  let second: Person;
  let arabic: Person;
  beforeAll(async () => {
    writer = await addPerson("writes@sheaf.test", "--role", "organiser");
    second = await addPerson("approves@sheaf.test", "--role", "organiser");
    arabic = await addPerson("reads-arabic@sheaf.test", "--role", "organiser", "--language", "ar");
  });

  test("what one sends is in the other's mail and on her start page; she reads all of it before the button", async () => {
    const page = await signIn(writer);
    await page.goto("/organiser/campaigns/new");
    const { language: _, ...typed } = begin("safe-bridges");
    for (const [name, text] of Object.entries(typed)) await page.locator(`#f-${name}`).fill(text);
    await press(page, "Start the draft");
    await page.goto("/organiser/c/safe-bridges/petitions/page?in=en");
    for (const [key, text] of Object.entries(words)) await page.locator(`[name="text.${key}"]`).fill(text);
    await press(page, "Save");
    await page.getByRole("status").waitFor();
    await page.goto("/organiser");
    await page.getByRole("link", { name: "Finish your draft: the campaign’s page" }).first().click();
    await press(page, "Send for approval");
    await page.getByRole("status").waitFor();
    await page.goto("/organiser");
    await page.getByRole("link", { name: "The campaign’s page is waiting for approval" }).waitFor();
    expect(await survey(page)).toEqual([]);

    const { subject, text, html } = await stage().client.letterTo(second.email);
    expect(subject).toContain("A campaign’s page is waiting for your approval");
    expect(text).toContain("Make roads safe.");
    expect(html).toContain("Make roads safe.");
    const link = /^https?:\/\/\S+\/organiser\/c\/safe-bridges\/\S+$/m.exec(text)?.[0] ?? "";
    const { page: reader } = await visit();
    await reader.goto(link);
    // Signing in leads on to what the letter is about.
    await fillInSignIn(reader, second);
    await reader.getByRole("heading", { level: 1, name: "What changes" }).waitFor();
    const approve = reader.getByRole("button", { name: "Approve", exact: true });
    const below = (await approve.boundingBox())?.y ?? 0;
    for (const line of ["Every child walks.", "Because roads are dangerous.", "Make roads safe."]) {
      const box = await reader.getByText(line, { exact: false }).first().boundingBox();
      expect([line, (box?.y ?? below) < below]).toEqual([line, true]);
    }
    await approve.click();
    await reader.getByRole("status").filter({ hasText: "Approved." }).waitFor();
  }, 180_000);

  test("signed in, one is on the start page, and the menu of a phone is one line that opens without a script", async () => {
    const { page } = await visit({ javaScriptEnabled: false, viewport: { width: 360, height: 640 } });
    await page.goto("/organiser/sign-in");
    await fillInSignIn(page, arabic);
    expect(new URL(page.url()).pathname).toBe("/organiser");
    const header = page.locator("header.side");
    expect((await header.boundingBox())?.height).toBeLessThan(64);
    expect(await page.locator("nav.side-nav").isVisible()).toBe(false);
    await page.locator("header summary").click();
    expect(await page.locator("nav.side-nav a").first().isVisible()).toBe(true);
    expect(await findOverflow(page)).toEqual([]);
    expect(await findSmallTargets(page)).toEqual([]);
  }, 120_000);

  test("the menu goes by task, and what only operators need stands apart", async () => {
    const page = await signIn(writer);
    await page.goto(`/organiser/c/${modelCampaign}`);
    const titles = await page.locator("nav.side-nav h2").allTextContents();
    expect(titles).toEqual(["Campaign", "People", "Delivery", "Settings"]);
    expect(await page.locator("nav.side-nav .fold").count()).toBe(0);
    expect(await page.getByRole("link", { name: "Queues" }).count()).toBe(0);
  }, 120_000);

  test("Escape closes the panel that is open, and gives the focus back to what opened it", async () => {
    const page = await signIn(writer);
    await page.goto("/organiser/c/safe-bridges/petitions/page?in=en");
    const panel = page.locator("details.ask-once").first();
    await panel.locator("summary").click();
    await panel.getByRole("button").first().focus();
    await page.keyboard.press("Escape");
    expect(await panel.getAttribute("open")).toBeNull();
    expect(await panel.locator("summary").evaluate((summary) => summary === document.activeElement)).toBe(
      true,
    );
    await page.goto(`/organiser/c/${modelCampaign}`);
    await page.locator('a[href="#why-total"]').first().click();
    await page.locator("#why-total").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("#why-total").waitFor({ state: "hidden" });
    await page.setViewportSize({ width: 360, height: 640 });
    await page.locator("header summary").click();
    await page.keyboard.press("Escape");
    expect(await page.locator("nav.side-nav").isVisible()).toBe(false);
  }, 120_000);

  test("one click ends nothing: what ends something says first what will follow, on a phone and without a script", async () => {
    const { closed } = await loadClosedCampaigns();
    const lead = await addPerson("leads@sheaf.test");
    const asks = await signIn(writer);
    await asks.goto(`/organiser/c/${closed}/schedule`);
    await press(asks, "Send for approval");
    const decides = await signIn(second);
    await decides.goto("/organiser");
    await decides.getByRole("link", { name: "Approve the closing of the campaign" }).click();
    const close = decides.getByRole("button", { name: "Close the campaign", exact: true });
    expect(await close.isVisible()).toBe(false);
    await decides.locator("details.ask-once summary").first().click();
    await close.click();
    await decides.getByRole("status").filter({ hasText: "Closed." }).waitFor();
    const { page } = await visit({ javaScriptEnabled: false, viewport: { width: 360, height: 640 } });
    await page.goto("/organiser/sign-in");
    await fillInSignIn(page, lead);
    await page.goto("/organiser/accounts");
    const account = await page
      .getByRole("link", { name: /arabic|Organiser/ })
      .first()
      .getAttribute("href");
    await page.goto(`/organiser/c/${modelCampaign}/updates/new`);
    await press(page, "Start");
    for (const [path, label] of [
      [new URL(page.url()).pathname, "Cancel"],
      [`/organiser/c/${closed}/schedule`, "Archive the campaign"],
      ["/organiser/c/safe-bridges/petitions/page?in=en", "Discard the draft"],
      [account ?? "", "Remove access"],
      ["/organiser/organisations/ecpat-sweden", "End its membership"],
    ] as const) {
      await page.goto(path);
      const panel = page.locator("details.ask-once").filter({ hasText: label }).first();
      expect([label, await panel.getByRole("button").first().isVisible()]).toEqual([label, false]);
      await panel.locator("summary").click();
      expect([label, await panel.getByRole("button").first().isVisible()]).toEqual([label, true]);
      const follows = (await panel.locator(".needs > p").first().textContent()) ?? "";
      expect([label, follows.length > 40]).toEqual([label, true]);
      expect([label, await findOverflow(page)]).toEqual([label, []]);
    }
    // Sent for approval, the archive still waits for somebody else, who is asked once more too.
    await page.goto(`/organiser/c/${closed}/schedule`);
    await page.locator("details.ask-once summary").first().click();
    await page.locator("details.ask-once").getByRole("button").first().click();
    await page.getByText("You have asked for this").waitFor();
    expect(await page.getByRole("button", { name: "Archive the campaign" }).count()).toBe(0);
  }, 120_000);

  test("the start page and the glossary have no barriers on a phone, in Arabic and dark", async () => {
    const { page } = await visit({ viewport: { width: 360, height: 640 }, colorScheme: "dark" });
    await bringAxe(page);
    await page.goto("/organiser/sign-in");
    await fillInSignIn(page, arabic);
    for (const path of ["/organiser", "/organiser/glossary", `/organiser/c/${modelCampaign}/petitions`]) {
      await page.goto(path);
      expect([path, await page.locator("html").getAttribute("dir")]).toEqual([path, "rtl"]);
      expect([path, await findOverflow(page), await findBarriers(page)]).toEqual([path, [], []]);
    }
    await page.goto("/organiser/glossary#batch");
    expect(await page.locator("#batch").isVisible()).toBe(true);
  }, 120_000);
}
