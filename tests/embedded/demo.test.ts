import { afterAll, beforeAll, expect, test } from "vitest";
import { recountLog } from "#campaigns/log/recount-log.ts";
import { addOrganisation } from "#campaigns/organisations/edit-organisation.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { loadCampaign } from "#campaigns/petitions/load-campaign.ts";
import { hour } from "#campaigns/platform/durations.ts";
import { recountRoll } from "#campaigns/signing/tallies/recount-roll.ts";
import { recountSheets } from "#campaigns/signing/tallies/recount-sheets.ts";
import { demo, demoFolder } from "#embedded/demo/demo-campaign.ts";
import { fillCampaign } from "#embedded/demo/fill-campaign.ts";
import { signersOf } from "#embedded/demo/made-up-signers.ts";
import { readSettings } from "#embedded/settings.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { organiser } from "../updates/update-stage.ts";

let core: TestDeps;
let campaign: Campaign;

beforeAll(async () => {
  core = await openTestDeps();
  const { deps } = core;
  await addOrganisation(deps, organiser("a1"), demo.organisation, {
    ...{ name: "Made-up Demo Organisation", kind: "member", parent: null, countries: ["GB"] },
    ...{ address: null, website: null, about: {}, sources: [], claims: [] },
  });
  await loadCampaign(deps, demoFolder);
  const found = await findCampaign(deps, demo.campaign);
  if (!found) throw new Error("The demo's campaign is not there.");
  campaign = found;
});
afterAll(() => core.close());

/** How many are on the roll, and in how many places the counts disagree. */
async function recount() {
  const { database } = core.deps;
  const { roll, total, drift } = await recountRoll(database, campaign.ordinal);
  const others = [
    ...(await recountSheets(database, campaign.ordinal)),
    ...(await recountLog(database, campaign)),
  ];
  return { roll, total, drift: [...drift, ...others] };
}

test("the demo signs two weeks by the acts of everybody's, goes on where it left off, and signs nobody twice", async () => {
  const { deps, clock } = core;
  await fillCampaign(deps, campaign);
  const first = await recount();
  expect(first.roll).toBeGreaterThan(1_000);
  expect(first).toEqual({ roll: first.total, total: first.total, drift: [] });
  const days = await deps.database.sums
    .find({ campaign: campaign.ordinal, petition: null, part: null, day: { $ne: null } })
    .toArray();
  expect(days.length).toBeGreaterThanOrEqual(14);
  const goals = (await deps.database.totals.findOne({ _id: campaign.ordinal }))?.milestones ?? [];
  expect(goals.map(({ goal }) => goal).slice(0, 3)).toEqual([100, 500, 1_000]);
  expect(new Set(goals.map(({ reachedAt }) => reachedAt.toISOString().slice(0, 10))).size).toBeGreaterThan(2);

  await fillCampaign(deps, campaign);
  expect(await recount()).toEqual(first);
  clock.advance(26 * hour);
  await fillCampaign(deps, campaign);
  const later = await recount();
  expect(later.roll).toBeGreaterThan(first.roll);
  expect(later).toEqual({ roll: later.total, total: later.total, drift: [] });
  expect(await deps.database.letters.countDocuments()).toBe(0);
}, 240_000);

test("made-up signers have addresses that reach nobody, and are the same for the same hour", () => {
  const signers = Array.from({ length: 24 }, (_, each) => signersOf(490_000 + each, each)).flat();
  expect(signers.length).toBeGreaterThan(20);
  expect(signers.filter(({ email }) => !email.endsWith("@demo.example"))).toEqual([]);
  expect(signersOf(490_012, 12)).toEqual(signersOf(490_012, 12));
});

test.each(["MONGODB_URI", "REDIS_URL", "SMTP_URL"])(
  "the demo is refused where %s is somebody's own",
  (name) => {
    const own = { [name]: "smtp://mail.example.org" };
    expect(() => readSettings(own, ["--demo"])).toThrow(`unset ${name}`);
    expect(readSettings(own, []).isDemo).toBe(false);
    expect(readSettings({}, ["--demo"]).isDemo).toBe(true);
    expect(() => readSettings({}, ["--dmeo"])).toThrow('npm start knows no "--dmeo"');
  },
);
