import { Secret, TOTP } from "otpauth";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findFreePort } from "#embedded/free-port.ts";
import { screens, startBrowser, startVisit } from "../support/browser.ts";
import { addTestAccount } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { bringAxe, findBarriers, findFaintColours } from "./axe.ts";

const password = "three otters juggle lamps";

let site: TestApp;
let browser: Browser;
let address: string;

beforeAll(async () => {
  // Passkeys need an address with a name.
  const port = await findFreePort();
  address = `http://localhost:${port}`;
  site = await openTestApp({ SHEAF_PUBLIC_URL: address });
  await site.app.listen({ host: "localhost", port });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

async function expectNoBarriers(page: Page): Promise<void> {
  expect(await findBarriers(page), page.url()).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await findFaintColours(page), page.url()).toEqual([]);
  await page.emulateMedia({ colorScheme: "light" });
}

/** What the ground and the squares of the page's QR code are painted with. */
function coloursOfCode(page: Page): Promise<string[]> {
  return page.locator(".qr > *").evaluateAll((parts) => parts.map((part) => getComputedStyle(part).fill));
}

async function giveAddress(page: Page, email: string): Promise<void> {
  await page.goto("/organiser/account");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await press(page, "Sign in");
}

test("codes from an app are set up, and asked for at the next sign-in", async () => {
  const { email } = await addTestAccount(site.deps, { password });
  const { page, complaints, end } = await startVisit(browser, address, screens.small);
  await bringAxe(page);
  await page.goto("/organiser/sign-in");
  await expectNoBarriers(page);
  await giveAddress(page, email);
  await expectNoBarriers(page);
  await press(page, "Set up codes");
  await expectNoBarriers(page);
  expect(await coloursOfCode(page), "a scanner reads dark on light").toEqual([
    "rgb(255, 255, 255)",
    "rgb(0, 0, 0)",
  ]);
  const secret = Secret.fromBase32(
    ((await page.locator("main .mono").textContent()) ?? "").replaceAll(/\s/g, ""),
  );
  const code = () => TOTP.generate({ secret, timestamp: site.clock.now().getTime() });
  await page.getByLabel("The code that the app shows now").fill(code());
  await press(page, "Turn codes on");
  await page.getByText("From now on you will be asked for a code").waitFor();
  await press(page, "Create new recovery codes");
  expect(await page.locator(".codes li").count()).toBe(10);
  await page.locator("header summary").click();
  await press(page, "Sign out");
  site.clock.advance(60_000);
  await giveAddress(page, email);
  await expectNoBarriers(page);
  await page.getByLabel("Code").fill(code());
  await press(page, "Sign in");
  await page.getByRole("heading", { name: "My account" }).waitFor();
  expect(
    await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
  ).toBe(true);
  expect(complaints).toEqual([]);
  await end();
});

test("a passkey is made and signs in without password and code", async () => {
  const { email } = await addTestAccount(site.deps, { password });
  const { page, complaints, end } = await startVisit(browser, address);
  await bringAxe(page);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await giveAddress(page, email);
  await press(page, "Add a passkey");
  await expectNoBarriers(page);
  await press(page, "Create the passkey");
  await page.getByText("You can use the passkey from now on.").waitFor();
  await press(page, "Sign out");
  await press(page, "Sign in with a passkey");
  await expectNoBarriers(page);
  await press(page, "Use my passkey");
  await page.waitForURL(/\/organiser(?!\/sign-in)/);
  await page.goto("/organiser/account");
  expect(await page.locator("tbody tr").count()).toBe(1);
  expect(await site.deps.database.sessions.countDocuments({ method: "passkey" })).toBe(1);
  expect(complaints).toEqual([]);
  await end();
});
