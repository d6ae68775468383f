import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { linkIn } from "../support/sheaf-client.ts";
import { headingOf, receiptOf } from "./at-the-form.ts";
import { newSigner, stage, visit } from "./stage.ts";

/** Signs and confirms; waits until the total shows it. */
async function counted(test: string) {
  const { client } = stage();
  const signer = { ...newSigner(test), updates: true };
  const before = await client.total();
  const { receipt, thanks } = await client.signAndConfirm(signer);
  await client.waitForTotal(before + 1);
  return { client, signer, receipt, thanks, total: before + 1 };
}

/** Opens a link as often as scanners of mail do. */
async function openThrice(page: Page, link: string): Promise<void> {
  for (let time = 1; time <= 3; time += 1) await page.goto(link);
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name }).click();
}

/** Claims about the pages behind the links in letters: opening them changes nothing, their buttons do. */
export function linksInMailsSuite(): void {
  test("a signature is withdrawn by its button only, and leaves the total", async () => {
    const { client, signer, receipt, thanks, total } = await counted("withdraw");
    const { page } = await visit({ javaScriptEnabled: false });
    await openThrice(page, linkIn(thanks, "withdraw"));
    expect(await page.getByRole("button", { name: "Withdraw my signature" }).count()).toBe(0);
    await press(page, "E-mail me a fresh link");
    expect(await headingOf(page)).toBe("Look in your mailbox");
    await openThrice(page, linkIn(await client.letterTo(signer.email, 3), "withdraw"));
    expect(await headingOf(page)).toBe("Withdraw your signature");
    expect([await client.statusOf(receipt), await client.total()]).toEqual(["counted", total]);

    await press(page, "Withdraw my signature");
    expect(await headingOf(page)).toBe("This signature is withdrawn");
    await client.waitForTotal(total - 1);
    await page.goto(`/en/receipt/${receipt}`);
    expect(await headingOf(page)).toBe("Withdrawn");
    // The old letter may have been passed on: its link acts no more than before, and tells nobody how it stands.
    await page.goto(linkIn(thanks, "withdraw"));
    expect(await page.getByRole("button", { name: "Withdraw my signature" }).count()).toBe(0);
  });

  test("somebody who did not sign says so from a fresh link, and has a page of its own as an answer", async () => {
    const { client, signer, receipt, total } = await counted("not-me");
    const { page } = await visit();
    await page.goto(linkIn(await client.freshLinks(signer.email, 3), "withdraw"));
    await press(page, "This wasn’t me");
    expect(await headingOf(page)).toBe("Removed: it was not you");
    await client.waitForTotal(total - 1);
    await page.goto(`/en/receipt/${receipt}`);
    expect(["Withdrawn", "Removed"]).toContain(await headingOf(page));
  });

  test("somebody who did not sign erases the entry instead of confirming it", async () => {
    const { client } = stage();
    const signer = newSigner("erase");
    const before = await client.total();
    const receipt = await client.sign(signer);
    const link = linkIn(await client.letterTo(signer.email), "confirm");
    const { page } = await visit({ javaScriptEnabled: false });
    await openThrice(page, link);
    expect(await client.statusOf(receipt)).toBe("awaiting-confirmation");

    await press(page, "Erase this entry");
    expect(await headingOf(page)).toBe("The entry is erased");
    await page.goto(link);
    expect(await page.getByRole("button", { name: "Confirm my signature" }).count()).toBe(0);
    expect(await client.total()).toBe(before);
    expect(await client.statusOf(receipt)).not.toBe("counted");
  });

  test("a confirmed signature is confirmed once, and its link then tells nothing of hers", async () => {
    const { client, signer, total } = await counted("confirmed");
    const confirmation = (await client.lettersTo(signer.email)).at(-1);
    const { page } = await visit();
    await page.goto(confirmation ? linkIn(confirmation, "confirm") : "");
    expect(await headingOf(page)).toBe("Nothing waits here any more");
    expect(await page.content()).not.toContain(signer.name);
    expect(await client.total()).toBe(total);
  });

  test("preferences are saved by their button and are there again", async () => {
    const { client, signer } = await counted("preferences");
    const { page } = await visit({ javaScriptEnabled: false });
    const link = linkIn(await client.freshLinks(signer.email, 3), "preferences");
    await openThrice(page, link);
    const news = page.getByLabel(/may send me news of this campaign/);
    expect(await news.isChecked()).toBe(true);
    await news.uncheck();
    await press(page, "Save");
    await page.getByRole("status").getByText("Saved.").waitFor();
    await page.goto(link);
    expect(await news.isChecked()).toBe(false);
  });

  test("the news is stopped by its button only; the signature still counts", async () => {
    const { client, signer, receipt, thanks, total } = await counted("unsubscribe");
    const { page } = await visit({ javaScriptEnabled: false });
    await openThrice(page, linkIn(thanks, "unsubscribe"));
    expect(await headingOf(page)).toBe("Stop news of this campaign");
    await press(page, "Stop the news");
    expect(await headingOf(page)).toBe("You receive no more news of this campaign");
    await page.goto(linkIn(await client.freshLinks(signer.email, 3), "preferences"));
    expect(await page.getByLabel(/may send me news of this campaign/).isChecked()).toBe(false);
    expect([await client.statusOf(receipt), await client.total()]).toEqual(["counted", total]);
  });

  test("mail programs stop the news with one request, as the letter's headers say (RFC 8058)", async () => {
    const { client, signer, thanks } = await counted("one-click");
    const address = /^<(http[^>]+)>$/.exec(thanks.headers["list-unsubscribe"] ?? "")?.[1] ?? "";
    expect(thanks.headers["list-unsubscribe-post"]).toBe("List-Unsubscribe=One-Click");
    const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
    const answer = await fetch(address, { method: "POST", body, redirect: "manual" });
    expect(answer.status).toBe(200);
    const { page } = await visit();
    await page.goto(linkIn(await client.freshLinks(signer.email, 3), "preferences"));
    expect(await page.getByLabel(/may send me news of this campaign/).isChecked()).toBe(false);
  });

  test("somebody who lost the letters gets new links by mail; the page says the same to everybody", async () => {
    const { client, signer, total } = await counted("lost");
    const stranger = newSigner("stranger");
    const { page } = await visit({ javaScriptEnabled: false });
    const pages: string[] = [];
    for (const { email } of [signer, stranger]) {
      await page.goto("/en/c/stop-sex-trafficking");
      await page.getByRole("contentinfo").getByRole("link", { name: "Withdraw my signature" }).click();
      await page.getByLabel("E-mail").fill(email);
      await press(page, "E-mail me my links");
      expect(await headingOf(page)).toBe("Look in your mailbox");
      pages.push(await page.content());
    }
    expect(pages[1]).toBe(pages[0]);
    const links = await client.letterTo(signer.email, 3);
    expect(links.subject).toMatch(/^The links you asked for – /);
    await page.goto(linkIn(links, "withdraw"));
    await press(page, "Withdraw my signature");
    await client.waitForTotal(total - 1);
    expect(await client.lettersTo(stranger.email)).toEqual([]);
  });

  test("a receipt is checked by typing it; a wrong one is told beside the field", async () => {
    const { receipt } = await counted("receipt");
    const { page } = await visit({ javaScriptEnabled: false });
    await page.goto("/en/");
    await page.getByRole("contentinfo").getByRole("link", { name: "Check a receipt" }).click();
    await page.getByRole("textbox", { name: "Receipt" }).fill("not a receipt!");
    await press(page, "Check");
    await page.getByText("No signature has this receipt: check that you copied all of it").waitFor();
    expect(await page.title()).toMatch(/^Error: /);
    await page.getByRole("textbox", { name: "Receipt" }).fill(` ${receipt} `);
    await press(page, "Check");
    expect(await headingOf(page)).toBe("Counted");
    expect(receiptOf(page)).toBe(receipt);
  });
}
