import axe from "axe-core";
import type { Page } from "playwright-core";

declare global {
  interface Window {
    axe: typeof axe;
  }
}

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe-core finds against WCAG 2.2 AA and good practice on the page as it stands, a sentence a place. */
export async function findBarriers(page: Page): Promise<string[]> {
  const isThere = await page.evaluate(() => "axe" in window);
  // Evaluated from outside: the page's own policy would refuse it as a script.
  if (!isThere) await page.evaluate(axe.source);
  return page.evaluate(async (values) => {
    const runOnly = { type: "tag", values } as const;
    const { violations, passes, incomplete } = await window.axe.run(document, { runOnly, preload: false });
    // Proof that axe looked at all: these rules apply to every page.
    const applied = new Set([...passes, ...violations, ...incomplete].map(({ id }) => id));
    const missing = ["color-contrast", "target-size", "html-has-lang"].filter((id) => !applied.has(id));
    return [
      ...missing.map((id) => `axe did not apply ${id}`),
      ...violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ target, failureSummary = "" }) => {
          const reason = failureSummary.split("\n").slice(1).join("; ").replaceAll(/\s+/g, " ").trim();
          return `${id}: ${help}: ${target.join(" ")} (${reason})`;
        }),
      ),
    ];
  }, tags);
}
