import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { type Locale, locales } from "#campaigns/platform/languages/languages.ts";
import { addresses } from "#server/page/addresses.ts";
import { startVisit } from "../support/browser.ts";
import { type PageKind, preparePages } from "../support/page-kinds.ts";
import { waitFor } from "../support/wait-for.ts";
import { campaignPath } from "./at-the-form.ts";
import {
  bringAxe,
  findBarriers,
  findBarriersBesidesColours,
  findCrampedTargets,
  findFaintColours,
} from "./axe.ts";
import { findFaintText, findMotion, findOverflow, findSmallTargets, weigh } from "./page-checks.ts";
import { loadClosedCampaigns, stage, useStage, visit } from "./stage.ts";

useStage();

const heaviest = 75_000;

/** What is checked on every page. */
type Check = "axe" | "contrast" | "sideways" | "targets" | "motion" | "weight";

/** The claims about every page, each with its check. */
const claims: [claim: string, check: Check][] = [
  ["axe finds nothing", "axe"],
  ["every text stands out from what lies behind it, in every script", "contrast"],
  ["nothing has to be scrolled sideways at 320 pixels, which are also 1280 at 400 % zoom", "sideways"],
  ["whatever can be pressed is large enough", "targets"],
  ["nothing moves for those who ask for less motion", "motion"],
  ["it is under 75 KB on the wire with its styles, scripts and pictures", "weight"],
];

/** What contradicts the claims, by check. */
type Survey = Record<Check, string[]>;

/** How a page is looked at: its window and its colours, what axe looks for, and what else is checked. */
type Look = {
  width: number;
  height: number;
  colorScheme: "light" | "dark";
  axe?: ((page: Page) => Promise<string[]>) | undefined;
  checks: Exclude<Check, "axe">[];
};

const wide = { width: 1280, height: 900 };
const narrow = { width: 320, height: 640 };
const phone = { width: 390, height: 844 };
const zoomed = { width: 320, height: 256 };

/** Where something is new, all of it is looked at; where only colours or sizes are, these. */
const thoroughly: Look[] = [
  { ...wide, colorScheme: "light", axe: findBarriers, checks: ["contrast", "targets", "motion", "weight"] },
  { ...wide, colorScheme: "dark", axe: findFaintColours, checks: ["contrast"] },
  { ...phone, colorScheme: "light", axe: findCrampedTargets, checks: ["targets"] },
  { ...narrow, colorScheme: "light", axe: findBarriersBesidesColours, checks: ["contrast", "sideways"] },
  { ...zoomed, colorScheme: "dark", checks: ["contrast", "sideways"] },
];

/** From right to left every place is new, but axe judges no colours of Arabic letters. */
const fromRightToLeft: Look[] = thoroughly.map(({ axe, ...look }) => {
  if (axe === findFaintColours) return look;
  return { ...look, axe: axe === findBarriers ? findBarriersBesidesColours : axe };
});

const briefly: Look[] = [
  {
    ...narrow,
    colorScheme: "light",
    axe: findBarriersBesidesColours,
    checks: ["contrast", "sideways", "targets", "weight"],
  },
  { ...wide, colorScheme: "dark", checks: ["contrast", "motion"] },
];

/** Every kind of page that the public can meet. */
async function everyKind(): Promise<PageKind[]> {
  const { closed, later } = await loadClosedCampaigns();
  return [
    ...(await preparePages(stage().client, "stage")),
    { name: "closed", path: (locale) => addresses.campaign(locale, closed) },
    { name: "not-yet", path: (locale) => addresses.campaign(locale, later) },
    { name: "links-choice", path: (locale) => addresses.links(locale) },
  ];
}

/** Opens every kind of page in a language once and looks at it in these ways. */
async function survey(pages: PageKind[], locale: Locale, looks: Look[]): Promise<Survey> {
  const found: Survey = { axe: [], contrast: [], sideways: [], targets: [], motion: [], weight: [] };
  const { browser, client } = stage();
  const { page, end, complaints } = await startVisit(browser, client.site, { reducedMotion: "reduce" });
  await bringAxe(page);
  const check = {
    contrast: () => findFaintText(page),
    sideways: () => findOverflow(page),
    targets: () => findSmallTargets(page),
    motion: () => findMotion(page),
    weight: async () =>
      [await weigh(page)].filter((bytes) => bytes > heaviest).map((bytes) => `${bytes} bytes`),
  } satisfies Record<Exclude<Check, "axe">, () => Promise<string[]>>;
  for (const kind of pages) {
    if (locale !== "en" && kind.path("en") === kind.path(locale)) continue;
    await page.goto(kind.path(locale));
    await kind.act?.(page);
    for (const look of looks) {
      const { width, height, colorScheme, axe, checks } = look;
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      const note = (name: Check, contradictions: string[] = []) =>
        found[name].push(...contradictions.map((one) => `${kind.name}, ${colorScheme}, ${width}: ${one}`));
      note("axe", await axe?.(page));
      for (const name of checks) note(name, await check[name]());
    }
  }
  await end();
  expect(complaints).toEqual([]);
  return found;
}

const surveys = new Map<Locale, Survey>();

async function surveyOf(pages: PageKind[], languages: Locale[]): Promise<void> {
  const looks: Partial<Record<Locale, Look[]>> = { en: thoroughly, ar: fromRightToLeft };
  for (const locale of languages) surveys.set(locale, await survey(pages, locale, looks[locale] ?? briefly));
}

// Two windows at a time, one for each core.
beforeAll(async () => {
  const pages = await everyKind();
  await Promise.all([surveyOf(pages, ["en", "th", "fr"]), surveyOf(pages, ["ar", "es", "tl"])]);
}, 400_000);

describe.each(locales)("on every page in %s", (locale) => {
  test.each(claims)("%s", (_, check) => {
    expect(surveys.get(locale)?.[check].slice(0, 20)).toEqual([]);
  });
});

test("the checks see what they look for", async () => {
  const { page } = await visit();
  await bringAxe(page);
  await page.goto(campaignPath("en"));
  expect(await findMotion(page)).not.toEqual([]);
  expect(await weigh(page)).toBeGreaterThan(15_000);
  await page.setViewportSize({ width: 320, height: 640 });
  await page.evaluate(() => {
    const wide = document.createElement("p");
    wide.textContent = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    wide.className = "wide";
    wide.append(Object.assign(document.createElement("button"), { textContent: "x" }));
    document.querySelector("main")?.append(wide);
    const sheet = [...document.styleSheets].find(({ href }) => href?.includes("site.css"));
    sheet?.insertRule(".wide { white-space: nowrap; color: #ddd }");
    sheet?.insertRule(".ask p.target { color: #456 }");
  });
  expect((await findOverflow(page)).join()).toContain("Donaudampfschiff");
  expect((await findSmallTargets(page)).join()).toContain("<button>x</button>");
  expect((await findBarriers(page)).join()).toContain("color-contrast");
  const faint = (await findFaintText(page)).join();
  expect(faint).toContain("rgb(68, 85, 102) on rgb(23, 54, 93)");
  expect(faint).toContain("rgb(221, 221, 221) on rgb(251, 250, 247)");
});

test("the pages' policy lets nothing in that is not ours, and we would see it", async () => {
  const { page, complaints } = await visit({ mayComplain: true });
  await page.goto(campaignPath("en"));
  await page.evaluate(() => {
    const script = Object.assign(document.createElement("script"), { textContent: "document.title = 'x'" });
    const picture = Object.assign(document.createElement("img"), { src: "http://127.0.0.1:9/x.png" });
    document.body.append(script, picture);
    document.body.setAttribute("style", "color: red");
  });
  await waitFor("three refusals", () => complaints.length >= 3);
  const refusals = complaints.join("\n");
  for (const rule of ["script-src 'self'", "style-src 'self'", "img-src 'self'"])
    expect(refusals).toContain(rule);
  expect(await page.title()).not.toBe("x");
});
