import type { Page } from "playwright-core";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { addresses } from "#server/page/addresses.ts";
import { type Letter, type LinkPurpose, linkIn, modelCampaign, type SheafClient } from "./sheaf-client.ts";

/** A page that the public can meet: its address, and what to do there for it to show. */
export type PageKind = {
  name: string;
  path(locale: Locale): string;
  act?(page: Page): Promise<void>;
};

/** Presses the page's button with the form as it stands. */
async function send(page: Page): Promise<void> {
  await page.locator("main form button[type=submit]").first().click();
}

/** Opens one letter from the list of the mailbox. */
function openLetter({ to, subject }: Letter): (page: Page) => Promise<void> {
  return async (page) => {
    await page.getByRole("link", { name: subject }).filter({ hasText: to }).click();
    await page.locator("iframe").waitFor();
  };
}

const slug = modelCampaign;

const fixedPages: PageKind[] = [
  { name: "home", path: addresses.home },
  { name: "campaign", path: (locale) => addresses.campaign(locale, slug) },
  { name: "campaign-country", path: (locale) => addresses.campaign(locale, slug, "TH") },
  { name: "numbers", path: (locale) => addresses.numbers(locale, slug) },
  { name: "form-errors", path: (locale) => addresses.campaign(locale, slug), act: send },
  { name: "erased", path: (locale) => addresses.erased(locale, slug) },
  { name: "not-me", path: (locale) => addresses.notMe(locale, slug) },
  { name: "links", path: (locale) => addresses.links(locale, slug) },
  { name: "links-errors", path: (locale) => addresses.links(locale, slug), act: send },
  { name: "links-sent", path: (locale) => addresses.linksSent(locale, slug) },
  { name: "receipt-form", path: (locale) => addresses.receipt(locale) },
  { name: "receipt-unknown", path: (locale) => addresses.receipt(locale, "unknown") },
  { name: "network", path: (locale) => addresses.network(locale) },
  { name: "network-search", path: (locale) => addresses.network(locale, "nowhere") },
  { name: "organisation", path: (locale) => addresses.organisation(locale, "ecpat-philippines") },
  { name: "write", path: (locale) => addresses.write(locale, "ecpat-philippines") },
  { name: "written", path: (locale) => addresses.written(locale, "ecpat-philippines") },
  { name: "help", path: (locale) => addresses.help(locale) },
  { name: "how-we-count", path: (locale) => addresses.about(locale, "how-we-count") },
  { name: "privacy", path: (locale) => addresses.about(locale, "privacy") },
  { name: "accessibility", path: (locale) => addresses.about(locale, "accessibility") },
  { name: "not-found", path: (locale) => `${addresses.home(locale)}nowhere` },
  { name: "link-unknown", path: (locale) => addresses.mailed(locale, "withdraw", "cut-off") },
];

/** Every kind of public page; signs some made-up people, so that the pages behind personal links can be opened. */
export async function preparePages(client: SheafClient, run: string): Promise<PageKind[]> {
  const signer = (name: string) => ({
    name: "Ada Muster",
    email: `${name}.${run}@example.org`,
    country: "GB",
    locale: "en",
    updates: true,
  });
  const before = await client.total();
  const awaiting = signer("awaiting");
  const stored = await client.sign(awaiting);
  const confirmation = await client.letterTo(awaiting.email);
  const [counted, left, withdrew] = await Promise.all([
    client.signAndConfirm(signer("counted")),
    client.signAndConfirm(signer("left")),
    client.signAndConfirm(signer("withdrew")),
  ]);
  await client.press(linkIn(left.thanks, "unsubscribe"));
  const fresh = await client.freshLinks(signer("counted").email, 3);
  const leaving = await client.freshLinks(signer("withdrew").email, 3);
  await client.press(linkIn(leaving, "withdraw"), { reason: "withdrawn" });
  await client.waitForStatus(withdrew.receipt, "withdrawn");
  await client.waitForTotal(before + 2);
  const confirmed = (await client.lettersTo(signer("counted").email)).at(-1);
  if (!confirmed) throw new Error("Who confirmed has a letter to confirm.");

  const behind = (name: string, letter: Letter, purpose: LinkPurpose, query = ""): PageKind => {
    const token = linkIn(letter, purpose).split("/").at(-1) ?? "";
    return { name, path: (locale) => `${addresses.mailed(locale, purpose, token)}${query}` };
  };
  const receipt = (name: string, of: string): PageKind => ({
    name,
    path: (locale) => addresses.receipt(locale, of),
  });
  return [
    ...fixedPages,
    { name: "one-more-step", path: (locale) => addresses.received(locale, slug, stored) },
    { name: "thanks", path: (locale) => addresses.thanks(locale, slug, counted.receipt) },
    behind("confirm", confirmation, "confirm"),
    behind("confirmed-before", confirmed, "confirm"),
    behind("withdraw", fresh, "withdraw"),
    behind("withdraw-old", counted.thanks, "withdraw"),
    behind("withdrawn", withdrew.thanks, "withdraw"),
    behind("preferences", fresh, "preferences"),
    behind("preferences-old", counted.thanks, "preferences"),
    { ...behind("preferences-saved", fresh, "preferences"), act: send },
    behind("unsubscribe", counted.thanks, "unsubscribe"),
    behind("unsubscribed", left.thanks, "unsubscribe", "?done=yes"),
    receipt("receipt-awaiting", stored),
    receipt("receipt-counted", counted.receipt),
    receipt("receipt-withdrawn", withdrew.receipt),
    { name: "mailbox", path: () => "/mailbox" },
    { name: "mailbox-letter", path: () => "/mailbox", act: openLetter(confirmation) },
    { name: "mailbox-thanks", path: () => "/mailbox", act: openLetter(counted.thanks) },
  ];
}
