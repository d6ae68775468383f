import { Redis } from "ioredis";
import { Types } from "mongoose";
import { Value } from "typebox/value";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import { openJobQueue } from "#campaigns/platform/jobs/job-queue.ts";
import { isSweep, queueNames, queues, sweeps } from "#campaigns/platform/jobs/queues.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { measureBacklog } from "#campaigns/signing/sheets/measure-backlog.ts";
import { rescueSheets } from "#campaigns/signing/sheets/rescue-sheets.ts";
import { createSheetWriter } from "#campaigns/signing/sheets/sheet-writer.ts";
import { findFreePort } from "#embedded/free-port.ts";
import { signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { minute, second } from "../support/test-clock.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { waitFor } from "../support/wait-for.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
beforeEach(() => core.redis.flushdb());
afterAll(() => core.close());

const jobsOf = (name: "sheets" | "tallies" | "mail") =>
  deps.jobs.queues[name].getJobs(["waiting", "delayed", "prioritized"]);

/** What a job may carry: an id, and nothing beside it. */
const payloads = {
  sheets: { sheetId: "0".repeat(24) },
  tallies: { campaign: 1 },
  mail: {},
  bundles: { bundle: "0".repeat(24) },
  updates: { update: "0".repeat(24), range: 0 },
  sweep: {},
} as const;

test.each(queueNames)("a job of %s carries an id and nothing else", (name) => {
  const { payload } = queues[name];
  expect(Value.Check(payload, payloads[name])).toBe(true);
  expect(Value.Check(payload, { ...payloads[name], email: "anna@example.org" })).toBe(false);
});

test("what is no id is no payload", () => {
  expect(Value.Check(queues.sheets.payload, { sheetId: "anna@example.org" })).toBe(false);
  expect(Value.Check(queues.sheets.payload, {})).toBe(false);
  expect(Value.Check(queues.tallies.payload, { campaign: "1" })).toBe(false);
  expect(Object.keys(sweeps).every(isSweep)).toBe(true);
  expect(isSweep("constructor")).toBe(false);
});

test("a sheet stored twice over is one job, and a signer does not wait for it", async () => {
  const id = new Types.ObjectId();
  deps.jobs.sheetStored(id);
  deps.jobs.sheetStored(id);
  await waitFor("the job", async () => (await jobsOf("sheets")).length > 0);
  expect((await jobsOf("sheets")).map(({ data }) => data)).toEqual([{ sheetId: id.toHexString() }]);
});

test("a campaign with much to fold has one fold waiting", async () => {
  for (let turn = 0; turn < 20; turn += 1) deps.jobs.sheetProcessed(7);
  deps.jobs.sheetProcessed(8);
  await waitFor("the jobs", async () => (await jobsOf("tallies")).length > 1);
  expect((await jobsOf("tallies")).map(({ data }) => data.campaign).sort()).toEqual([7, 8]);
});

test("with Redis away nothing throws and nobody waits; what was lost is counted", async () => {
  const redis = new Redis(await findFreePort(), "127.0.0.1", {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    retryStrategy: () => 50,
  });
  redis.on("error", () => undefined);
  const jobs = openJobQueue(redis);
  const began = performance.now();
  jobs.sheetStored(new Types.ObjectId());
  jobs.sheetProcessed(1);
  jobs.lettersDue();
  await jobs.sheetLeft(new Types.ObjectId(), new Date());
  expect(performance.now() - began).toBeLessThan(200);
  expect(jobs.lost()).toBe(4);
  await jobs.close();
  redis.disconnect();
});

test("sheets that were left behind get a new job once a minute, young ones not yet, finished ones never", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  await signAs(deps, campaign, "anna");
  await core.redis.flushdb();
  expect(await rescueSheets({ ...deps, now: () => new Date() })).toBe(0);
  // Three times within one minute, some time from now.
  const later = Math.ceil(Date.now() / minute + 1) * minute + 10 * second;
  for (const moment of [later, later + 3 * second, later + 6 * second]) {
    expect(await rescueSheets({ ...deps, now: () => new Date(moment) })).toBe(1);
  }
  const [job, ...others] = await jobsOf("sheets");
  expect(others).toEqual([]);
  await processSheet(deps, new Types.ObjectId(String(job?.data.sheetId)));
  await core.redis.flushdb();
  expect(await rescueSheets({ ...deps, now: () => new Date(later + minute) })).toBe(0);
  await waitFor("the fold to be asked for again", async () => (await jobsOf("tallies")).length > 0);
});

test("the backlog is the age of the oldest sheet that is not processed", async () => {
  await deps.database.sheets.deleteMany({});
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const { ref } = await signAs(deps, campaign, "berta");
  core.clock.advance(40 * second);
  await signAs(deps, campaign, "carla");
  const backlog = await measureBacklog(deps);
  expect(backlog.sheets).toBe(2);
  expect(Math.round(backlog.seconds)).toBe(40);
  await processSheet(deps, ref.sheet);
  expect(Math.round((await measureBacklog(deps)).seconds)).toBe(0);
});

test("a sheet that a server whose clock was a day ahead has stored is found at once, and counts as waiting", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const now = () => new Date(Date.now() + 24 * 60 * minute);
  const ahead = { ...deps, now, sheets: createSheetWriter({ ...deps, now }) };
  const { ref } = await signAs(ahead, campaign, "from-tomorrow");
  await core.redis.flushdb();
  await rescueSheets(deps);
  const jobs = await jobsOf("sheets");
  expect(jobs.map(({ data }) => data.sheetId)).toContain(ref.sheet.toHexString());
  expect((await measureBacklog(deps)).sheets).toBeGreaterThan(0);
});

test("a campaign that nobody has folded is folded without a delay, which machines count by their own clocks", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const { ref } = await signAs(deps, campaign, "unfolded");
  await processSheet(deps, ref.sheet);
  await core.redis.flushdb();
  core.clock.advance(minute);
  await rescueSheets(deps);
  const jobs = await deps.jobs.queues.tallies.getJobs(["waiting"]);
  expect(jobs.map(({ data }) => data.campaign)).toContain(campaign.ordinal);
});

test("the first fold of a while is asked for at once, the next one a second after it", async () => {
  deps.jobs.sheetProcessed(7_002);
  const [first] = await waitFor("the first fold", async () => {
    const jobs = await jobsOf("tallies");
    return jobs.length > 0 && jobs;
  });
  expect(first?.delay).toBe(0);
  await core.redis.flushdb();
  deps.jobs.sheetProcessed(7_002);
  const [second] = await waitFor("the next fold", async () => {
    const jobs = await jobsOf("tallies");
    return jobs.length > 0 && jobs;
  });
  // By how much less depends on how long the first one took to be seen.
  expect(second?.delay).toBeGreaterThan(0);
  expect(second?.delay).toBeLessThanOrEqual(1_000);
});
