import { afterAll, beforeAll, expect, test } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { approveEnding, askEnding } from "#campaigns/petitions/drafts/ask-ending.ts";
import { raiseHandovers } from "#campaigns/updates/triggers/raise-handovers.ts";
import { raiseMilestoneUpdates } from "#campaigns/updates/triggers/raise-milestone-updates.ts";
import { switchHandover } from "#campaigns/updates/triggers/switch-handover.ts";
import { switchMilestones } from "#campaigns/updates/triggers/switch-milestones.ts";
import type { TemplateMode } from "#campaigns/updates/triggers/template.model.ts";
import { addTestAccount } from "../support/console-client.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";

let site: TestDeps;

beforeAll(async () => {
  site = await openTestDeps();
});
afterAll(() => site.close());

/** Somebody of the secretariat. */
async function person() {
  const account = await addTestAccount(site.deps);
  const { id, organisation, role } = account;
  return { account, actor: { account: id, organisation, role, from: "203.0.113.0/24" } };
}

const reach = (campaign: Campaign, ...goals: number[]) =>
  site.deps.database.totals.updateOne(
    { _id: campaign.ordinal },
    {
      $set: {
        total: Math.max(...goals),
        byPetition: {},
        byCountry: {},
        byChannel: {},
        asOf: site.deps.now(),
      },
      $push: { milestones: { $each: goals.map((goal) => ({ goal, reachedAt: site.deps.now() })) } },
    },
    { upsert: true },
  );

const updatesOf = ({ slug }: Campaign) => site.deps.database.updates.find({ campaign: slug }).lean();

test("nothing is written about milestones until somebody switches it on, and nothing about older ones", async () => {
  const campaign = await loadTestCampaign(site.deps.database);
  await reach(campaign, 10);
  expect(await raiseMilestoneUpdates(site.deps)).toBe(0);
  site.clock.advance(1_000);
  await switchMilestones(site.deps, await person(), campaign, "draft");
  expect(await raiseMilestoneUpdates(site.deps)).toBe(0);
});

test("each milestone is written about once, as a draft in every language, however many workers look", async () => {
  const campaign = await loadTestCampaign(site.deps.database);
  await switchMilestones(site.deps, await person(), campaign, "draft");
  await reach(campaign, 10, 100);
  const raised = await Promise.all([1, 2, 3].map(() => raiseMilestoneUpdates(site.deps)));
  expect(raised.toSorted()).toEqual([0, 0, 1]);
  expect(await raiseMilestoneUpdates(site.deps)).toBe(0);
  const [update, ...others] = await updatesOf(campaign);
  expect(others).toEqual([]);
  expect(update).toMatchObject({ state: "draft", texts: { en: { subject: "100 people: thank you" } } });
  expect(Object.keys(update?.texts ?? {}).toSorted()).toEqual(campaign.languages.toSorted());
  expect(update?.texts.en?.body).toContain("{{name|supporter}}");
});

test("a milestone's mail goes out by itself only when two people have switched that", async () => {
  const campaign = await loadTestCampaign(site.deps.database);
  const [first, second] = [await person(), await person()];
  const switchTo = (by: typeof first, mode: TemplateMode) => switchMilestones(site.deps, by, campaign, mode);
  await expect(switchTo(first, "send")).rejects.toMatchObject({ code: "not-allowed" });
  await switchTo(first, "draft");
  await expect(switchTo(first, "send")).rejects.toMatchObject({ code: "not-allowed" });
  await switchTo(second, "send");
  await reach(campaign, 10);
  await raiseMilestoneUpdates(site.deps);
  const [update] = await updatesOf(campaign);
  expect(update).toMatchObject({
    state: "approved",
    createdBy: first.account.id,
    approvedBy: second.account.id,
  });
  expect(update?.scheduledAt).toBeInstanceOf(Date);
  await switchTo(first, "off");
  await reach(campaign, 100);
  expect(await raiseMilestoneUpdates(site.deps)).toBe(0);
});

test("a campaign that is closed with its hand-over gets one draft, once somebody has switched that on", async () => {
  const campaign = await loadTestCampaign(site.deps.database);
  const by = await person();
  const change = { ...by, campaign: campaign.slug, petition: null };
  const closeAs = async (reason: "handed-over" | "ended") => {
    await askEnding(site.deps, change, { move: "close", reason, note: "" });
    await approveEnding(site.deps, { ...change, ...(await person()) });
    return raiseHandovers(site.deps);
  };
  const reopen = async () => {
    await askEnding(site.deps, change, { move: "reopen", note: "It goes on." });
    await approveEnding(site.deps, { ...change, ...(await person()) });
  };
  expect(await closeAs("handed-over")).toBe(0);
  site.clock.advance(2_000);
  await switchHandover(site.deps, by, campaign, true);
  expect(await raiseHandovers(site.deps)).toBe(0);
  await reopen();
  expect(await closeAs("ended")).toBe(0);
  await reopen();
  expect(await closeAs("handed-over")).toBe(1);
  expect(await Promise.all([1, 2].map(() => raiseHandovers(site.deps)))).toEqual([0, 0]);
  const [update, ...others] = await updatesOf(campaign);
  expect(others).toEqual([]);
  expect(update).toMatchObject({
    state: "draft",
    createdBy: by.account.id,
    texts: { en: { subject: "The signatures have been handed over" } },
  });
  await switchHandover(site.deps, by, campaign, false);
  await reopen();
  site.clock.advance(2_000);
  expect(await closeAs("handed-over")).toBe(0);
});
