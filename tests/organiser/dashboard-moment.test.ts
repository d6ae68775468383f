import { afterAll, beforeAll, expect, test } from "vitest";
import { type Dashboard, readDashboard } from "#campaigns/dashboard/read-dashboard.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { foldSheets } from "#campaigns/signing/tallies/fold-sheets.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { countedSignature } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

let site: TestApp;
let campaign: Campaign;
let lead: ConsoleClient;

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database, { verification: "none" });
  lead = await signInAs(site, "secretariat");
});
afterAll(() => site.close());

/** The total as each part of the dashboard adds up to it. */
function totalsOf({ figures, countries, petitions, days, hours, sources, pace }: Dashboard) {
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
  const counted = (rows: readonly { counted: number }[]) => sum(rows.map((row) => row.counted));
  return {
    total: figures.counted,
    channels: sum(Object.values(figures.channels)),
    languages: sum(Object.values(figures.languages)),
    countries: counted(countries),
    petitions: counted(petitions),
    days: sum(days.map(({ count }) => count)),
    hours: sum(hours.map(({ count }) => count)),
    sources: counted(sources),
    lastHour: pace.lastHour.count,
  };
}

test("whatever is folded while the dashboard is read, all its parts tell of the same moment", async () => {
  let isSigning = true;
  const signing = (async () => {
    for (let turn = 0; turn < 60; turn += 1) {
      await countedSignature(site.deps, campaign, `moment-${turn}`, { country: turn % 2 ? "TH" : "GB" });
      await foldSheets(site.deps, campaign.ordinal);
    }
    isSigning = false;
  })();
  const seen = new Set<number>();
  while (isSigning) {
    const totals = totalsOf(await readDashboard(site.deps, lead.account, campaign.slug));
    seen.add(totals.total);
    for (const [part, total] of Object.entries(totals)) expect([part, total]).toEqual([part, totals.total]);
  }
  await signing;
  expect(seen.size).toBeGreaterThan(5);
});
