import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "#campaigns/audit/record-audit.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { foldSheets } from "#campaigns/signing/tallies/fold-sheets.ts";
import { nextGoal } from "#campaigns/signing/tallies/next-goal.ts";
import { readHistory } from "#campaigns/signing/tallies/read-history.ts";
import { readTotals } from "#campaigns/signing/tallies/read-totals.ts";
import { rebuildSums } from "#campaigns/signing/tallies/rebuild-sums.ts";
import { recountRoll } from "#campaigns/signing/tallies/recount-roll.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { expectExact, settle, unprocessedSheets } from "../support/settle.ts";
import { countedSignature, freshLink, signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { hour } from "../support/test-clock.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { Crash, countCommands, crashAfter } from "../support/watched-database.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

const operator: Actor = { account: "operator", organisation: "operator", role: "operator", from: "here" };

/** Signs with so many people, processed and not folded. */
async function signUnfolded(campaign: Campaign, people: number, prefix = "p"): Promise<void> {
  const countries = ["GB", "TH", "PH"];
  for (let turn = 0; turn < people; turn += 1) {
    await signAs(deps, campaign, `${prefix}${turn}`, { country: countries[turn % 3] ?? "GB" });
  }
  for (const id of await unprocessedSheets(deps, campaign)) await processSheet(deps, id);
}

test("folds at once add every sheet once, and a milestone is raised once", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none", goals: [5, 9, 50] });
  await signUnfolded(campaign, 12);
  const folds = await Promise.allSettled(Array.from({ length: 6 }, () => foldSheets(deps, campaign.ordinal)));
  await foldSheets(deps, campaign.ordinal);
  await expectExact(deps, campaign, 12);
  const raised = folds.flatMap((fold) => (fold.status === "fulfilled" ? fold.value.milestones : []));
  expect(raised.map(({ goal }) => goal).sort((one, other) => one - other)).toEqual([5, 9]);
  const total = await deps.database.totals.findOne({ _id: campaign.ordinal });
  expect(total?.milestones.map(({ goal }) => goal)).toEqual([5, 9]);
});

test("a milestone stays when people withdraw, and is not raised again when they return", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none", goals: [2, 50] });
  const { ref } = await countedSignature(deps, campaign, "anna");
  await countedSignature(deps, campaign, "ben");
  const raised = async () =>
    (await deps.database.totals.findOne({ _id: campaign.ordinal }))?.milestones.map(({ goal }) => goal);
  expect(await raised()).toEqual([2]);
  await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "withdrawn");
  await settle(deps, campaign);
  await countedSignature(deps, campaign, "anna");
  expect(await raised()).toEqual([2]);
  await expectExact(deps, campaign, 2);
});

test("a fold that dies after whichever command leaves nothing half added", async () => {
  const measured = await loadTestCampaign(deps.database, { verification: "none", goals: [1] });
  await signUnfolded(measured, 3);
  const commands = await countCommands(deps.database, (database) =>
    foldSheets({ ...deps, database }, measured.ordinal),
  );
  expect(commands).toBeGreaterThan(4);
  for (let died = 1; died <= commands; died += 1) {
    const campaign = await loadTestCampaign(deps.database, { verification: "none", goals: [1] });
    await signUnfolded(campaign, 3);
    const database = crashAfter(deps.database, died);
    await expect(foldSheets({ ...deps, database }, campaign.ordinal)).rejects.toThrow(Crash);
    const { roll, total, unfolded, drift } = await recountRoll(deps.database, campaign.ordinal);
    expect({ died, roll, total, unfolded, drift }).toEqual({
      died,
      roll: 3,
      total: 0,
      unfolded: 3,
      drift: [],
    });
    await foldSheets(deps, campaign.ordinal);
    await expectExact(deps, campaign, 3);
  }
});

test("sums are rebuilt exactly while people sign and fold, and by two at once", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  await countedSignature(deps, campaign, "anna", { source: "poster" });
  const { sums, sourceSums } = deps.database;
  await sums.updateMany({ campaign: campaign.ordinal }, { $inc: { counted: 100, withdrawn: 3 } });
  await sums.deleteMany({ campaign: campaign.ordinal, part: { $ne: null } });
  await sourceSums.deleteMany({ campaign: campaign.ordinal });
  const work = async () => {
    for (let round = 0; round < 6; round += 1) {
      await signUnfolded(campaign, 6, `r${round}p`);
      await foldSheets(deps, campaign.ordinal);
    }
  };
  const rebuilds = () => Promise.allSettled([1, 2].map(() => rebuildSums(deps, operator, campaign)));
  const [, outcomes] = await Promise.all([work(), rebuilds()]);
  expect(outcomes.map(({ status }) => status)).toContain("fulfilled");
  await expectExact(deps, campaign, 37);
  expect(await rebuildSums(deps, operator, campaign)).toEqual([]);
});

test("a recount is exact while people sign, withdraw, and sheets are folded", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const counted = await countedSignature(deps, campaign, "anna");
  let busy = true;
  const work = async () => {
    for (let round = 0; round < 25; round += 1) {
      await Promise.all(Array.from({ length: 8 }, (_, turn) => signAs(deps, campaign, `r${round}t${turn}`)));
      await withdrawSignature(deps, freshLink(deps, "withdraw", counted.ref), "withdrawn");
      await signAs(deps, campaign, "anna", { country: round % 2 ? "TH" : "PH" });
      const sheets = await unprocessedSheets(deps, campaign);
      await Promise.all(sheets.map((id) => processSheet(deps, id)));
      if (round % 3 === 0) await foldSheets(deps, campaign.ordinal);
    }
    busy = false;
  };
  const working = work();
  const found = [];
  while (busy) found.push(await recountRoll(deps.database, campaign.ordinal));
  await working;
  expect(found.length).toBeGreaterThan(10);
  expect(found.filter(({ unfolded }) => unfolded > 0).length).toBeGreaterThan(3);
  expect(found.flatMap(({ drift }) => drift)).toEqual([]);
  await settle(deps, campaign);
  await expectExact(deps, campaign, 201);
});

test("a recount tells of each place where a count was changed by hand", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  for (const who of ["anna", "ben"]) await countedSignature(deps, campaign, who, { country: "TH" });
  await deps.database.tallies.updateOne({ campaign: campaign.ordinal }, { $inc: { count: 3 } });
  const { drift } = await recountRoll(deps.database, campaign.ordinal);
  expect(drift).toContainEqual({ where: "th/TH/web", roll: 2, tallies: 5 });
  expect(drift).toContainEqual({ where: "sum of tallies by total", roll: 5, tallies: 2 });
});

test("totals say how many by country, channel and petition, and every part sums to the total", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  await signUnfolded(campaign, 7);
  await foldSheets(deps, campaign.ordinal);
  const totals = await readTotals(deps, campaign);
  expect(totals).toMatchObject({
    total: 7,
    byCountry: { GB: 3, TH: 2, PH: 2 },
    byChannel: { web: 7, paper: 0, import: 0 },
    byPetition: { international: 3, th: 2, ph: 2 },
    goal: 10,
  });
});

test("the history stands in the hours in which people signed and withdrew", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const { ref } = await countedSignature(deps, campaign, "anna");
  await countedSignature(deps, campaign, "ben");
  core.clock.advance(2 * hour);
  await countedSignature(deps, campaign, "carl");
  core.clock.advance(hour);
  await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "withdrawn");
  await settle(deps, campaign);
  const history = await readHistory(deps, campaign, "hour");
  expect(history.map(({ count }) => count)).toEqual([2, 1, -1]);
  const steps = history.map(({ at }) => at.getTime() / hour);
  expect(steps.map((step) => step - (steps[0] ?? 0))).toEqual([0, 2, 3]);
});

test("the next goal is the first above the total, then a round number", () => {
  const goals = [10, 100];
  expect([0, 9, 10, 99, 100, 950, 7_012_480].map((total) => nextGoal(goals, total))).toEqual([
    10, 10, 100, 100, 200, 1_000, 8_000_000,
  ]);
});
