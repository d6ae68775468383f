import { beforeAll, describe, expect, test } from "vitest";
import { type Locale, locales } from "#campaigns/languages/languages.ts";
import { startVisit } from "../support/browser.ts";
import { waitFor } from "../support/wait-for.ts";
import { campaignPath } from "./at-the-form.ts";
import { findBarriers } from "./axe.ts";
import { findMotion, findOverflow, findSmallTargets, weigh } from "./page-checks.ts";
import { show, stage, visit } from "./stage.ts";

const heaviest = 100_000;

/** The claims about every page. */
const claims = {
  axe: "axe finds nothing",
  sideways: "nothing has to be scrolled sideways at 320 pixels, which are also 1280 at 400 % zoom",
  targets: "whatever can be pressed is large enough",
  motion: "nothing moves for those who ask for less motion",
  weight: "it is under 100 KB with its styles, scripts and pictures",
} as const;

type Claim = keyof typeof claims;

/** What contradicts the claims. */
type Survey = Record<Claim, string[]>;

/** How a page is looked at: its window and its colours. */
type Look = { width: number; height: number; colorScheme: "light" | "dark"; checks: Claim[] };

const thoroughly: Look[] = [
  { width: 1280, height: 900, colorScheme: "light", checks: ["axe", "targets", "motion", "weight"] },
  { width: 1280, height: 900, colorScheme: "dark", checks: ["axe"] },
  { width: 390, height: 844, colorScheme: "dark", checks: ["axe"] },
  { width: 390, height: 844, colorScheme: "light", checks: ["axe", "targets"] },
  { width: 320, height: 640, colorScheme: "light", checks: ["axe", "sideways"] },
  { width: 320, height: 256, colorScheme: "dark", checks: ["axe", "sideways"] },
];

const briefly: Look[] = [
  { width: 320, height: 640, colorScheme: "light", checks: ["axe", "sideways", "targets", "weight"] },
  { width: 1280, height: 900, colorScheme: "dark", checks: ["motion"] },
];

/** Opens every kind of page in a language once and looks at it in every way. */
async function survey(locale: Locale, looks: Look[]): Promise<Survey> {
  const found: Survey = { axe: [], sideways: [], targets: [], motion: [], weight: [] };
  const { browser, client, pages } = stage();
  const { page, end, complaints } = await startVisit(browser, client.site, { reducedMotion: "reduce" });
  const check = {
    axe: () => findBarriers(page),
    sideways: () => findOverflow(page),
    targets: () => findSmallTargets(page),
    motion: () => findMotion(page),
    weight: async () =>
      [await weigh(page)].filter((bytes) => bytes > heaviest).map((bytes) => `${bytes} bytes`),
  } satisfies Record<Claim, () => Promise<string[]>>;
  for (const kind of pages) {
    if (locale !== "en" && kind.path("en") === kind.path(locale)) continue;
    await show(page, kind, locale);
    for (const { width, height, colorScheme, checks } of looks) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      for (const claim of checks) {
        const contradictions = await check[claim]();
        found[claim].push(...contradictions.map((one) => `${kind.name}, ${colorScheme}, ${width}: ${one}`));
      }
    }
  }
  await end();
  expect(complaints).toEqual([]);
  return found;
}

const names = (["axe", "sideways", "targets", "motion", "weight"] as const).map((name) => ({
  name,
  claim: claims[name],
}));

const surveys = new Map<Locale, Survey>();

async function surveyOf(languages: Locale[]): Promise<void> {
  for (const locale of languages)
    surveys.set(locale, await survey(locale, ["en", "ar"].includes(locale) ? thoroughly : briefly));
}

/** Claims about who can use the pages: on which screens, by which means. */
export function accessSuite(): void {
  // Two windows at a time, one for each core.
  beforeAll(() => Promise.all([surveyOf(["en", "th", "fr"]), surveyOf(["ar", "es", "tl"])]), 240_000);

  describe.each(locales)("on every page in %s", (locale) => {
    test.each(names)("$claim", ({ name }) => {
      expect(surveys.get(locale)?.[name]).toEqual([]);
    });
  });

  test("the checks see what they look for", async () => {
    const { page } = await visit();
    await page.goto(campaignPath("en"));
    expect(await findMotion(page)).not.toEqual([]);
    expect(await weigh(page)).toBeGreaterThan(50_000);
    await page.setViewportSize({ width: 320, height: 640 });
    await page.evaluate(() => {
      const wide = document.createElement("p");
      wide.textContent = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
      wide.className = "wide";
      wide.append(Object.assign(document.createElement("button"), { textContent: "x" }));
      document.querySelector("main")?.append(wide);
      const sheet = [...document.styleSheets].find(({ href }) => href?.includes("site.css"));
      sheet?.insertRule(".wide { white-space: nowrap; color: #ddd }");
    });
    const [sideways, targets, barriers] = [
      await findOverflow(page),
      await findSmallTargets(page),
      await findBarriers(page),
    ];
    expect(sideways.join()).toContain("Donaudampfschiff");
    expect(targets.join()).toContain("<button>x</button>");
    expect(barriers.join()).toContain("color-contrast");
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
}
