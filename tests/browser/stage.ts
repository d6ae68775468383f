import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished } from "vitest";
import { startBrowser, startVisit, type Visit } from "../support/browser.ts";
import { type RunningSheaf, runSheaf } from "../support/running-sheaf.ts";
import { type SheafClient, sheafClient } from "../support/sheaf-client.ts";
import { makeFolder } from "../support/temporary-folder.ts";
import { waitFor } from "../support/wait-for.ts";

/** What the browser tests of a file play on: one Sheaf and one browser, which no other file uses. */
type Stage = {
  sheaf: RunningSheaf;
  client: SheafClient;
  browser: Browser;
};

let current: Stage | undefined;

/** The stage of the running file. */
export function stage(): Stage {
  if (!current) throw new Error("A file of browser tests calls useStage before anything else.");
  return current;
}

/**
 * Starts Sheaf, with the words that `npm start --` is given, and a browser for the tests of the file that calls it, and
 * ends them afterwards.
 */
export function useStage(...words: string[]): void {
  beforeAll(async () => {
    const [sheaf, browser] = await Promise.all([runSheaf(...words), startBrowser()]);
    current = { sheaf, client: sheafClient(sheaf.site), browser };
  });
  afterAll(async () => {
    const { sheaf, browser } = stage();
    current = undefined;
    await browser.close();
    await sheaf.stop();
  });
}

/** Loads a campaign that is closed, and one that is not open yet; gives their names. */
export async function loadClosedCampaigns(): Promise<{ closed: string; later: string }> {
  const [closed, later] = ["closed-campaign", "later-campaign"];
  await loadSmallCampaign(closed, { closesAt: "2026-02-01T12:00:00Z" });
  await loadSmallCampaign(later, { opensAt: "2099-01-01", closesAt: "null" });
  return { closed, later };
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
 * Visits the site in a window of its own until the running test ends; the test fails when a page asked another host,
 * was refused something by its policy, or had a script that failed. With `mayComplain` it is told only.
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

let signers = 0;

/** A signer whom no other test has; the address tells which test it was for. */
export function newSigner(test: string) {
  signers += 1;
  return { name: "Rosa Okoro", email: `${test}-${signers}@example.org`, country: "KE", locale: "en" };
}
