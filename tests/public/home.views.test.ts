import { expect, test } from "vitest";
import { languages } from "#campaigns/platform/languages/languages.ts";
import { phrasebook } from "#server/page/phrasebook.ts";
import { aimOf, drawStrokes } from "#server/public/campaign/strokes.ts";
import { homePage } from "#server/public/home/home.view.ts";
import { everyPage, publicUrl, sampleCampaign } from "./sample-pages.ts";

const campaign = await sampleCampaign();

/** The cards of the list, in order. */
const cardsOf = (page: string) => page.split('<li class="card">').slice(1);

test("The list shows what goes on with figures and goal, what is new, and what has ended without a goal", () => {
  for (const { code } of languages) {
    const { say } = phrasebook(code);
    const page = everyPage(campaign, code).get("home") ?? "";
    const [open = "", ended = ""] = cardsOf(page);
    expect(open).toContain('<span class="figure">7</span>');
    expect(open).toContain(say("campaign.nextStep"));
    expect(open).toContain('class="strokes"');
    expect(open).toContain('/updates/000000000000000000000000"');
    expect(open).toContain(`role="img" aria-label="${say("drawing.shelter")}"`);
    expect(ended).toContain(say("campaign.closed.title"));
    expect(ended).toContain(say("home.read"));
    for (const part of [say("campaign.nextGoal"), say("campaign.nextStep"), 'class="strokes"'])
      expect(ended).not.toContain(part);
  }
});

test("A campaign that was closed says why, and one that names no drawing has none", () => {
  const closed = { at: new Date("2026-11-01T12:00:00Z"), reason: "handed-over" } as const;
  const ended = { ...campaign, illustration: null, state: "closed", closed } as const;
  const entry = { campaign: ended, totals: { total: 0, goal: 10 }, state: "closed", news: [] } as const;
  const page = homePage(phrasebook("en"), [entry], publicUrl);
  expect(page).toContain("No campaign is open at the moment.");
  expect(page).toContain("The signatures have been handed over. This petition could be signed until");
  expect(page).toContain("Nobody signed.");
  expect(page).not.toContain("be the first");
  expect(page).not.toContain('<svg class="drawing"');
});

test("The page of a campaign that has ended shows the figure alone: no goal, no empty sheaves", () => {
  const page = everyPage(campaign, "en").get("campaign-closed") ?? "";
  const [, tally = ""] = page.split('<div class="tally');
  expect(tally.split("</div>")[0]).not.toMatch(/next goal|next step|class="strokes"/);
});

test.each([
  [0, 1_000, 50],
  [7, 1_000, 50],
  [50, 1_000, 100],
  [99, 1_000, 100],
  [100, 1_000, 1_000],
  [150, 10_000, 200],
  [999, 1_000_000, 1_000],
  [3, 20, 20],
  [0, 20, 20],
])("From %i on the way to %i the strokes go up to %i, and something moves", (total, goal, aim) => {
  expect(aimOf(total, goal)).toBe(aim);
  const { unit, bundles } = drawStrokes(total, aim);
  const full = bundles.flatMap(({ strokes }) => strokes).filter(({ isFull }) => isFull).length;
  expect(full).toBe(Math.floor(total / unit));
  if (total >= 3) expect(full).toBeGreaterThan(0);
});
