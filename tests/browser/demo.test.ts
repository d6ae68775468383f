import { expect, test } from "vitest";
import { fillInSignIn, survey } from "./at-the-console.ts";
import { bringAxe } from "./axe.ts";
import { stage, useStage, visit } from "./stage.ts";

useStage("--demo");

/** How to sign in, as `npm start -- --demo` prints it. */
function loginOf(role: string): { email: string; password: string } {
  const printed = stage().sheaf.printed();
  const password = /password of all of them: (\S+)/.exec(printed)?.[1] ?? "";
  expect(printed).toContain(`${role}@demo.example`);
  return { email: `${role}@demo.example`, password };
}

async function signInAs(role: string) {
  const { page } = await visit({ reducedMotion: "reduce" });
  await bringAxe(page);
  await page.goto("/organiser/sign-in");
  await fillInSignIn(page, loginOf(role));
  return page;
}

test("the made-up signatures are counted as all others: total, tallies, roll and log agree", async () => {
  const { client, sheaf } = stage();
  const total = await client.total("demo");
  expect(total).toBeGreaterThan(1_000);
  const printed = await sheaf.command("recount", "demo");
  const [, roll, counted, , drift] = /^demo\s+([\d,]+)\s+([\d,]+)\s+([\d,]+)\s+(\d+)$/m.exec(printed) ?? [];
  expect([roll, counted, drift]).toEqual([total.toLocaleString("en"), total.toLocaleString("en"), "0"]);
});

test("the dashboard of the demo is alive: days in the past, sources, countries, goals that were reached", async () => {
  const page = await signInAs("organiser");
  await page.goto("/organiser/c/demo?by=day");
  expect(await page.locator("[data-live=total]").textContent()).not.toBe("0");
  const days = page.locator("section[aria-labelledby=h-chart] tbody tr");
  expect(await days.count()).toBeGreaterThanOrEqual(14);
  const whole = (await page.locator("main").textContent()) ?? "";
  for (const said of ["Posters at school gates", "Newsletter of the demo", "Sweden", "Thailand"])
    expect(whole).toContain(said);
  expect(await survey(page)).toEqual([]);
}, 240_000);

test("every page of the demo says that its data is made up, and no page of another campaign does", async () => {
  const page = await signInAs("organiser");
  const mark = "Made-up data.";
  for (const path of [
    "",
    "/petitions",
    "/petitions/page?in=en",
    "/petitions/page/changes",
    "/updates",
    "/posters",
    "/shares",
    "/schedule",
    "/sheets",
  ]) {
    await page.goto(`/organiser/c/demo${path}`);
    expect([path, await page.locator(".made-up").textContent()]).toEqual([
      path,
      expect.stringContaining(mark),
    ]);
  }
  const { page: visitor } = await visit({ javaScriptEnabled: false });
  for (const path of ["", "/gb", "/numbers", "/updates"]) {
    await visitor.goto(`/en/c/demo${path}`);
    expect([path, await visitor.locator(".made-up").textContent()]).toEqual([
      path,
      expect.stringContaining(mark),
    ]);
    expect(await visitor.title()).not.toBe("");
  }
  await visitor.goto("/en/");
  expect(await visitor.locator("main").textContent()).toContain("Demo with made-up data");
  await visitor.goto("/en/c/stop-sex-trafficking");
  expect(await visitor.locator(".made-up").count()).toBe(0);
}, 240_000);

test("each role has its login, and sees what the role may", async () => {
  for (const role of ["second", "staff", "auditor", "secretariat"]) {
    const page = await signInAs(role);
    await page.goto("/organiser/c/demo");
    expect([role, await page.locator("h1").textContent()]).toEqual([role, "Dashboard"]);
  }
}, 240_000);
