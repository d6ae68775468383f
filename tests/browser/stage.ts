import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { startBrowser, startVisit, type Visit } from "../support/browser.ts";
import { type PageKind, preparePages } from "../support/page-kinds.ts";
import { type RunningSheaf, runSheaf } from "../support/running-sheaf.ts";
import { type SheafClient, sheafClient } from "../support/sheaf-client.ts";
import { makeFolder } from "../support/temporary-folder.ts";
import { waitFor } from "../support/wait-for.ts";

/** What all browser tests play on: one Sheaf, one browser, and the pages behind the links of some signers. */
export type Stage = {
  sheaf: RunningSheaf;
  client: SheafClient;
  browser: Browser;
  pages: PageKind[];
};

let current: Stage | undefined;

/** The stage that `openStage` has opened. */
export function stage(): Stage {
  if (!current) throw new Error("Browser tests run by way of browser.test.ts, which opens the stage.");
  return current;
}

/** Starts Sheaf and the browser, with a closed campaign and one that is not open yet beside the catalogue's. */
export async function openStage(): Promise<void> {
  const [sheaf, browser] = await Promise.all([runSheaf(), startBrowser()]);
  const client = sheafClient(sheaf.site);
  current = { sheaf, client, browser, pages: [] };
  await loadSmallCampaign("closed-campaign", { closesAt: "2026-02-01T12:00:00Z" });
  await loadSmallCampaign("later-campaign", { opensAt: "2099-01-01", closesAt: "null" });
  current.pages = [
    ...(await preparePages(client, "stage")),
    { name: "closed", path: (locale) => `/${locale}/c/closed-campaign` },
    { name: "not-yet", path: (locale) => `/${locale}/c/later-campaign` },
    { name: "links-choice", path: (locale) => `/${locale}/links` },
  ];
}

/** Ends what `openStage` has started. */
export async function closeStage(): Promise<void> {
  await current?.browser.close();
  await current?.sheaf.stop();
}

/** Loads a copy of the tests' small campaign under another name, with other days, by the operators' command. */
async function loadSmallCampaign(slug: string, days: { opensAt?: string; closesAt?: string }): Promise<void> {
  const folder = makeFolder();
  cpSync(fileURLToPath(new URL("../petitions/small-campaign", import.meta.url)), folder, { recursive: true });
  const file = join(folder, "campaign.yaml");
  const changes = Object.entries({ slug, ...days });
  const settings = changes.reduce(
    (text, [name, value]) => text.replace(new RegExp(`^${name}: .*$`, "m"), `${name}: ${value}`),
    readFileSync(file, "utf8"),
  );
  writeFileSync(file, settings);
  const { sheaf } = stage();
  await sheaf.command("campaigns", "load", folder);
  await waitFor(`${slug} to be shown`, async () => (await fetch(`${sheaf.site}/en/c/${slug}`)).ok);
}

/**
 * Visits the site in a window of its own until the running test ends; the test fails when a page asked another host, was
 * refused something by its policy, or had a script that failed. With `mayComplain` it is told only.
 */
export async function visit(options: BrowserContextOptions & { mayComplain?: boolean } = {}): Promise<Visit> {
  const { mayComplain = false, ...look } = options;
  const { browser, sheaf } = stage();
  const started = await startVisit(browser, sheaf.site, look);
  onTestFinished(async () => {
    await started.end();
    if (!mayComplain) expect(started.complaints).toEqual([]);
  });
  return started;
}

/** Opens a page of a kind in a language, and does there what makes it show. */
export async function show(page: Page, kind: PageKind, locale: Locale): Promise<void> {
  await page.goto(kind.path(locale));
  await kind.act?.(page);
}

let signers = 0;

/** A signer whom no other test has; the address tells which test it was for. */
export function newSigner(test: string) {
  signers += 1;
  return { name: "Rosa Okoro", email: `${test}-${signers}@example.org`, country: "GB", locale: "en" };
}
