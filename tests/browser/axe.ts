import { readFileSync } from "node:fs";
import type axe from "axe-core";
import type { Page } from "playwright-core";

declare global {
  interface Window {
    axe: typeof axe;
  }
}

const source = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Gives axe-core to every page that is opened in this window from now on, past the pages' own policy. */
export async function bringAxe(page: Page): Promise<void> {
  await page.addInitScript(source);
}

/**
 * What axe-core finds against WCAG 2.2 AA and good practice on the page as it stands, a sentence a place. It judges no
 * contrast of Arabic letters, nor of text on a band that is drawn behind its element: `findFaintText` does.
 */
export async function findBarriers(page: Page, leavingOut: string[] = []): Promise<string[]> {
  const rules = Object.fromEntries(leavingOut.map((rule) => [rule, { enabled: false }]));
  const found = await runAxe(page, { runOnly: { type: "tag", values: tags }, rules });
  // Proof that axe looked at all: these rules apply to every page.
  const missing = ["target-size", "html-has-lang"].filter((rule) => !found.applied.includes(rule));
  return [...missing.map((rule) => `axe did not apply ${rule}`), ...found.barriers];
}

/** What axe-core finds against everything but the colours, which `findFaintText` judges in every script. */
export function findBarriersBesidesColours(page: Page): Promise<string[]> {
  return findBarriers(page, ["color-contrast"]);
}

/** What axe-core finds against the sizes alone: all that can change between one narrow window and another. */
export async function findCrampedTargets(page: Page): Promise<string[]> {
  return (await runAxe(page, { runOnly: ["target-size", "scrollable-region-focusable"] })).barriers;
}

/** What axe-core finds against the colours alone: all that can change between light and dark. */
export async function findFaintColours(page: Page): Promise<string[]> {
  return (await runAxe(page, { runOnly: ["color-contrast"] })).barriers;
}

function runAxe(page: Page, options: axe.RunOptions): Promise<{ applied: string[]; barriers: string[] }> {
  // Of what passes the rule's name is enough: to find a name for every element is a third of the work.
  const all: axe.RunOptions = { ...options, preload: false, resultTypes: ["violations"] };
  return page.evaluate(async (how) => {
    const { violations, passes, incomplete } = await window.axe.run(document, how);
    const barriers = violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary = "" }) => {
        const reason = failureSummary.split("\n").slice(1).join("; ").replaceAll(/\s+/g, " ").trim();
        return `${id}: ${help}: ${target.join(" ")} (${reason})`;
      }),
    );
    return { applied: [...passes, ...violations, ...incomplete].map(({ id }) => id), barriers };
  }, all);
}
