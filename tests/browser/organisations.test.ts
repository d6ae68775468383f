import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadNetwork } from "#campaigns/organisations/load-network.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { screens, startBrowser, startVisit } from "../support/browser.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { bringAxe, findBarriers, findFaintColours } from "./axe.ts";

let site: TestApp;
let browser: Browser;
let address: string;

beforeAll(async () => {
  site = await openTestApp({ HOST: "127.0.0.1" });
  await loadNetwork(site.deps, fileURLToPath(new URL("../../campaigns/catalogue/network", import.meta.url)));
  address = await site.app.listen({ host: "127.0.0.1", port: 0 });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** A window of somebody who is signed in. */
async function visitAs(
  { cookie }: ConsoleClient,
  screen: keyof typeof screens,
  colorScheme: "light" | "dark",
) {
  const visit = await startVisit(browser, address, {
    ...screens[screen],
    colorScheme,
    javaScriptEnabled: true,
  });
  const [name = "", value = ""] = cookie.split("=");
  await visit.page.context().addCookies([{ name, value, url: address }]);
  await bringAxe(visit.page);
  return visit;
}

const isWithin = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";
const paths = [
  "/organiser/organisations",
  "/organiser/organisations/ecpat-international",
  "/organiser/organisations/new",
];

test.each([
  ["en", "small", "dark"],
  ["ar", "small", "light"],
] as const)("the pages of organisations have no barriers (%s, %s, %s)", async (locale, screen, scheme) => {
  const lead = await signInAs(site, "secretariat", undefined, { locale: locale as Locale });
  const { page, complaints, end } = await visitAs(lead, screen, scheme);
  for (const path of paths) {
    await page.goto(path);
    expect(await page.evaluate(isWithin), path).toBe(true);
    expect(await findBarriers(page), path).toEqual([]);
    expect(await findFaintColours(page), path).toEqual([]);
  }
  expect(complaints).toEqual([]);
  await end();
});

test("with the keyboard alone an organiser changes the address of their organisation", async () => {
  const own = await signInAs(site, "organiser", "ecpat-usa");
  const { page, end } = await visitAs(own, "desktop", "light");
  await page.goto("/organiser/organisations");
  await page.getByRole("link", { name: "Edit: ECPAT-USA" }).press("Enter");
  await page.getByLabel("Address", { exact: true }).fill("New York");
  await page.getByRole("button", { name: "Save" }).press("Enter");
  expect(await page.getByRole("status").textContent()).toContain("Saved.");
  await page.goto("/en/network/ecpat-usa");
  expect(await page.getByText("New York", { exact: true }).isVisible()).toBe(true);
  await end();
});
