import { expect, test } from "vitest";
import { modelCampaign } from "../support/sheaf-client.ts";
import { bringAxe, findBarriers } from "./axe.ts";
import { findFaintText, findOverflow, findSmallTargets } from "./page-checks.ts";
import { loadClosedCampaigns, useStage, visit } from "./stage.ts";

useStage();

test("the list tells of campaigns that go on, that will, and that have ended, on every screen", async () => {
  const { closed, later } = await loadClosedCampaigns();
  const { page } = await visit({ javaScriptEnabled: false });
  await page.goto("/en/");
  const cards = page.locator(".campaigns .card");
  const links = await cards
    .locator("h2 a")
    .evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  expect(links).toEqual([modelCampaign, later, closed].map((slug) => `/en/c/${slug}`));
  const ended = cards.nth(2);
  expect(await ended.textContent()).toContain("Signing has closed");
  expect(await ended.textContent()).toMatch(/could be signed until .*2026/);
  expect(await ended.locator(".strokes").count()).toBe(0);
  expect(await page.getByRole("img", { name: /form an arch over small lights/ }).count()).toBe(1);
  await page.goto(`/en/c/${closed}`);
  expect(await page.locator(".tally").textContent()).not.toMatch(/next|first/);
  expect(await page.locator(".tally .strokes").count()).toBe(0);
});

test.each([
  { locale: "en", width: 320, dark: true },
  { locale: "ar", width: 390, dark: false },
  { locale: "th", width: 1280, dark: false },
  { locale: "ar", width: 1366, dark: true },
])("the list in $locale at $width pixels hides nothing and bars nobody", async ({ locale, width, dark }) => {
  const { page } = await visit({
    viewport: { width, height: 640 },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  await bringAxe(page);
  for (const path of [`/${locale}/`, `/${locale}/c/${modelCampaign}/th`]) {
    await page.goto(path);
    expect(await findOverflow(page), path).toEqual([]);
    expect(await findBarriers(page), path).toEqual([]);
    expect(await findFaintText(page), path).toEqual([]);
    expect(await findSmallTargets(page), path).toEqual([]);
  }
});
