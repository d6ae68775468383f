import type { Page } from "playwright-core";
import { bringAxe, findBarriers, findFaintColours } from "./axe.ts";
import { findFaintText, findOverflow, findSmallTargets, weigh } from "./page-checks.ts";
import { stage, visit } from "./stage.ts";

const heaviest = 150_000;

/** Somebody who can sign in. */
export type Person = { email: string; password: string };

/** Makes an account by the operators' command; options are those of the command. */
export async function addPerson(email: string, ...options: string[]): Promise<Person> {
  const printed = await stage().sheaf.command("accounts", "add", email, ...options);
  return { email, password: /password\s+(\S+)/.exec(printed)?.[1] ?? "" };
}

/** Opens a window in which somebody is signed in. */
export async function signIn(person: Person): Promise<Page> {
  const { page } = await visit({ reducedMotion: "reduce" });
  await bringAxe(page);
  await page.goto("/organiser/sign-in");
  await fillInSignIn(page, person);
  return page;
}

/** Signs in where the sign-in is open, whatever language it speaks. */
export async function fillInSignIn(page: Page, { email, password }: Person): Promise<void> {
  await page.locator("#f-email").fill(email);
  await page.locator("#f-password").fill(password);
  await page.locator("main form button.main").click();
  await page.waitForURL(/\/organiser(?!\/sign-in)/);
}

/** Presses the first button of this name. */
export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).first().click();
}

/** Looks at the page as it stands, in light and dark and on the smallest screen. */
export async function survey(page: Page): Promise<string[]> {
  const found: string[] = [];
  const look = async (width: number, colorScheme: "light" | "dark", checks: Promise<string[]>[]) => {
    const all = (await Promise.all(checks)).flat();
    found.push(...all.map((one) => `${new URL(page.url()).pathname}, ${colorScheme}, ${width}: ${one}`));
  };
  await page.emulateMedia({ colorScheme: "light" });
  await look(1280, "light", [findBarriers(page), findFaintText(page), findSmallTargets(page)]);
  await page.setViewportSize({ width: 320, height: 640 });
  await look(320, "light", [findOverflow(page), findBarriers(page)]);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "dark" });
  await look(1280, "dark", [findFaintColours(page), findFaintText(page)]);
  await page.emulateMedia({ colorScheme: "light" });
  const bytes = await weigh(page);
  if (bytes > heaviest) found.push(`${page.url()} weighs ${bytes} bytes`);
  return found;
}
