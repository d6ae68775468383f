import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { screens, startBrowser, startVisit } from "#tests/support/browser.ts";
import { madeUpPeople } from "#tests/support/made-up-people.ts";
import { type PageKind, preparePages } from "#tests/support/page-kinds.ts";
import { linkIn, type SheafClient, sheafClient } from "#tests/support/sheaf-client.ts";

const usage = `Usage: node scripts/take-screenshots.ts URL FOLDER [--people 40] [--all]
Signs made-up people on the Sheaf at URL, which must run by npm start, and takes the README's pictures of it; with --all
a picture of every page, in every look.`;

/** One way to look at a page; the whole page unless `part` says that the first screen is enough. */
type Look = { name: string; locale: Locale; options: BrowserContextOptions; part?: "first-screen" | "print" };

const { desktop, phone, small } = screens;
const dark = { colorScheme: "dark" } as const;

const looksAtAll: Look[] = [
  { name: "desktop", locale: "en", options: desktop },
  { name: "phone", locale: "en", options: phone },
  { name: "ar", locale: "ar", options: desktop },
];

const looksAtMain: Look[] = [
  { name: "first-screen", locale: "en", options: desktop, part: "first-screen" },
  { name: "first-screen-phone", locale: "en", options: phone, part: "first-screen" },
  { name: "small", locale: "en", options: small },
  { name: "dark", locale: "en", options: { ...desktop, ...dark } },
  { name: "dark-phone", locale: "en", options: { ...phone, ...dark } },
  { name: "no-script", locale: "en", options: { ...desktop, javaScriptEnabled: false } },
  { name: "print", locale: "en", options: desktop, part: "print" },
  { name: "ar-phone", locale: "ar", options: phone },
  ...(["th", "fr", "es", "tl"] as const).flatMap((locale) => [
    { name: locale, locale, options: desktop },
    { name: `${locale}-phone`, locale, options: phone },
  ]),
];

const mainPages = new Set(["home", "campaign", "form-errors", "one-more-step", "confirm", "thanks"]);

/** The README's pictures: which page, and how it is looked at. */
const pictures: { file: string; kind: string; locale: Locale; options: BrowserContextOptions }[] = [
  { file: "campaign-desktop", kind: "campaign", locale: "en", options: desktop },
  { file: "campaign-phone", kind: "campaign", locale: "en", options: phone },
  { file: "campaign-arabic", kind: "campaign", locale: "ar", options: phone },
  { file: "thanks", kind: "thanks", locale: "en", options: desktop },
  { file: "mailbox", kind: "mailbox-letter", locale: "en", options: desktop },
  { file: "dark", kind: "campaign", locale: "en", options: { ...desktop, ...dark } },
];

/** Signs and confirms, a few at a time, so that the mailbox still has each letter when its turn comes. */
async function signPeople(client: SheafClient, count: number, run: string): Promise<void> {
  const before = await client.total();
  const people = madeUpPeople(count, run);
  for (let done = 0; done < people.length; done += 20) {
    const few = people.slice(done, done + 20);
    await Promise.all(few.map((person) => client.sign(person)));
    await Promise.all(
      few.map(async ({ email }) => client.press(linkIn(await client.letterTo(email), "confirm"))),
    );
    console.log(`Signed: ${Math.min(done + 20, people.length)} of ${people.length}`);
  }
  await client.waitForTotal(before + count);
}

async function showPage(page: Page, kind: PageKind, locale: Locale): Promise<void> {
  await page.goto(kind.path(locale));
  await kind.act?.(page);
  await page.evaluate(() => document.fonts.ready);
}

async function take(browser: Browser, site: string, kind: PageKind, look: Look, path: string): Promise<void> {
  const { page, end } = await startVisit(browser, site, look.options);
  try {
    await showPage(page, kind, look.locale);
    if (look.part === "print") await page.emulateMedia({ media: "print" });
    await page.screenshot({ path, fullPage: look.part !== "first-screen" });
  } finally {
    await end();
  }
}

async function takeAll(browser: Browser, site: string, kinds: PageKind[], folder: string): Promise<void> {
  for (const kind of kinds) {
    const looks = mainPages.has(kind.name) ? [...looksAtAll, ...looksAtMain] : looksAtAll;
    for (const look of looks)
      await take(browser, site, kind, look, join(folder, `${kind.name}.${look.name}.png`));
    console.log(`${kind.name}: ${looks.length} pictures`);
  }
}

async function takePictures(
  browser: Browser,
  site: string,
  kinds: PageKind[],
  folder: string,
): Promise<void> {
  for (const { file, kind: name, locale, options } of pictures) {
    const kind = kinds.find((one) => one.name === name);
    if (!kind) throw new Error(`There is no page of the kind "${name}".`);
    const look: Look = { name: file, locale, options, part: "first-screen" };
    await take(browser, site, kind, look, join(folder, `${file}.png`));
  }
}

async function run(site: string, folder: string, people: number, all: boolean): Promise<void> {
  const client = sheafClient(new URL(site).origin);
  const name = randomUUID().slice(0, 8);
  mkdirSync(folder, { recursive: true });
  await signPeople(client, people, name);
  const kinds = await preparePages(client, name);
  const browser = await startBrowser();
  try {
    if (all) await takeAll(browser, client.site, kinds, folder);
    else await takePictures(browser, client.site, kinds, folder);
  } finally {
    await browser.close();
  }
  console.log(`The pictures are in ${folder}.`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { people: { type: "string", default: "40" }, all: { type: "boolean", default: false } },
});
const [site, folder] = positionals;
if (site === undefined || folder === undefined || !/^\d+$/.test(values.people)) {
  console.error(usage);
  process.exit(1);
}
await run(site, folder, Number(values.people), values.all);
