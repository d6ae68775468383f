import { expect, test } from "vitest";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { readMessages } from "#campaigns/platform/languages/translate.ts";
import { phrasebook } from "#server/page/phrasebook.ts";
import { screens } from "../support/browser.ts";
import { linkIn } from "../support/sheaf-client.ts";
import { waitFor } from "../support/wait-for.ts";
import {
  campaignPath,
  fillIn,
  followLetter,
  headingOf,
  pressSign,
  receiptOf,
  shownTotal,
} from "./at-the-form.ts";
import { newSigner, stage, visit } from "./stage.ts";

const letters = readMessages(new URL("../../campaigns/mail/messages/", import.meta.url));

const languages: { locale: Locale; tag: string; script: RegExp }[] = [
  { locale: "th", tag: "th", script: /\p{Script=Thai}{5}/u },
  { locale: "fr", tag: "fr", script: /signature/ },
  { locale: "es", tag: "es", script: /firma/ },
  { locale: "tl", tag: "fil", script: /lagda/ },
];

/** Claims about the way of a signature, from the list of campaigns to the receipt. */
export function signingSuite(): void {
  test("in English, on a desktop, without JavaScript", async () => {
    const { client } = stage();
    const signer = newSigner("desktop");
    const before = await client.total();
    const { page } = await visit({ javaScriptEnabled: false });

    await page.goto("/en/");
    await page.getByRole("link", { name: /^Read and sign: Keep every child safe/ }).click();
    await page.getByText("Read the words you sign").click();
    await page.getByText("We ask you to answer this petition in public.").waitFor({ state: "visible" });
    await fillIn(page, signer);
    await page.getByRole("button", { name: "Sign" }).click();
    expect(await headingOf(page)).toBe("One more step: confirm by e-mail");
    const receipt = receiptOf(page);

    const [subject, link] = ["Please confirm your signature", "Open the confirmation page"];
    const opened = await followLetter(page, signer.email, subject, link);
    expect(await headingOf(opened)).toBe("Confirm your signature");
    await opened.getByText("What you are signing").click();
    await opened.getByText("We ask you to answer this petition in public.").waitFor({ state: "visible" });
    for (let time = 1; time <= 3; time += 1) await opened.reload();
    expect(await client.statusOf(receipt)).toBe("awaiting-confirmation");
    expect(await client.total()).toBe(before);

    await opened.getByRole("button", { name: "Confirm my signature" }).click();
    expect(await headingOf(opened)).toBe("Thank you. Your signature counts.");
    await client.waitForTotal(before + 1);
    await opened.getByRole("link", { name: "Check my receipt" }).click();
    expect(await headingOf(opened)).toBe("Counted");
    await page.goto(campaignPath("en"));
    await waitFor("the page to show it", async () => {
      await page.reload();
      return (await shownTotal(page)) === before + 1;
    });
  });

  test("in Arabic, on a phone, with JavaScript: an open page shows the new total by itself", async () => {
    const { client } = stage();
    const signer = { ...newSigner("phone"), name: "سلمى العلوي", country: "MA" };
    const before = await client.total();
    const phone = { ...screens.phone, locale: "ar" };
    const { page } = await visit(phone);

    await page.goto("/c/stop-sex-trafficking");
    expect(new URL(page.url()).pathname).toBe(campaignPath("ar"));
    expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
    await fillIn(page, signer);
    await pressSign(page);
    expect(await headingOf(page)).toBe(phrasebook("ar").say("received.title"));

    const [subject, link] = [letters("ar")("confirm.subject"), letters("ar")("link.confirm")];
    const opened = await followLetter(page, signer.email, subject, link);
    const letter = page.frameLocator("iframe").locator("html");
    expect([await letter.getAttribute("lang"), await letter.getAttribute("dir")]).toEqual(["ar", "rtl"]);
    expect(new URL(opened.url()).pathname).toMatch(/^\/ar\/confirm\//);

    const watcher = await visit(phone);
    await watcher.page.goto(campaignPath("ar"));
    expect(await shownTotal(watcher.page)).toBe(before);
    let loads = 0;
    watcher.page.on("framenavigated", () => {
      loads += 1;
    });
    await opened.locator(".card form button").click();
    expect(await headingOf(opened)).toBe(phrasebook("ar").say("thanks.title"));
    await waitFor("the open page to move", async () => (await shownTotal(watcher.page)) === before + 1);
    expect(loads).toBe(0);
  });

  test.each(languages)("in $locale: page, letters and links speak it", async ({ locale, tag, script }) => {
    const { client } = stage();
    const signer = newSigner(locale);
    const { page } = await visit();
    const wording = letters(locale);
    const before = await client.total();

    await page.goto(campaignPath(locale));
    expect(await page.locator("html").getAttribute("lang")).toBe(tag);
    await fillIn(page, signer);
    await pressSign(page);
    const confirmation = await client.letterTo(signer.email);
    expect(confirmation.subject.startsWith(`${wording("confirm.subject")} – `)).toBe(true);
    expect(confirmation.subject).not.toContain(letters("en")("confirm.subject"));
    expect(confirmation.text).toMatch(script);
    expect(/<html lang="([^"]+)"/.exec(confirmation.html)?.[1]).toBe(locale);
    expect(confirmation.headers["content-language"]).toBe(locale);

    const link = linkIn(confirmation, "confirm");
    expect(new URL(link).pathname).toMatch(new RegExp(`^/${locale}/confirm/`));
    await page.goto(link);
    expect(await page.locator("html").getAttribute("lang")).toBe(tag);
    await page.locator(".card form button").click();
    expect(await headingOf(page)).toBe(phrasebook(locale).say("thanks.title"));
    const thanks = await client.letterTo(signer.email, 2);
    expect(thanks.subject.startsWith(`${wording("thanks.subject")} – `)).toBe(true);
    await client.waitForStatus(receiptOf(page), "counted");
    await client.waitForTotal(before + 1);
  });

  test("signing again looks the same as signing first, and brings the mailbox no second letter within the hour", async () => {
    const { client } = stage();
    const signer = newSigner("twice");
    const before = await client.total();
    await client.signAndConfirm(signer);
    await client.waitForTotal(before + 1);
    const first = newSigner("first");
    const answers = await Promise.all(
      [first, { ...signer, name: "R. Okoro", email: signer.email.toUpperCase() }].map(async (who) => {
        const { page } = await visit();
        await page.goto(campaignPath("en"));
        await fillIn(page, who);
        const answered = page.waitForResponse((response) => response.url().includes("/received/"));
        await pressSign(page);
        const answer = await answered;
        const shown = withoutReceipt(await answer.text(), receiptOf(page));
        // Each browser is shown the address that was typed in it.
        return { status: answer.status(), page: shown.replaceAll(who.email, "ADDRESS") };
      }),
    );
    expect(answers[1]).toEqual(answers[0]);
    // What she signs with for the first time has its letter, sent after hers was put off.
    await client.letterTo(first.email);
    const subjects = (await client.lettersTo(signer.email)).map(({ subject }) => subject);
    expect(subjects).toHaveLength(2);
    expect(subjects).not.toContain("Your address was used to sign again");
    expect(await client.total()).toBe(before + 1);
  });
}

function withoutReceipt(page: string, receipt: string): string {
  expect(page).toContain(receipt);
  return page.replaceAll(receipt, "RECEIPT");
}
