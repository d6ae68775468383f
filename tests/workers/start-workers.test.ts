import { afterAll, beforeAll, expect, test } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import { signatureId } from "#campaigns/petitions/person.ts";
import { sweeps } from "#campaigns/platform/jobs/queues.ts";
import { readReceipt } from "#campaigns/signing/receipts/read-receipt.ts";
import { recountRoll } from "#campaigns/signing/tallies/recount-roll.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { recountCampaignUpdates } from "#campaigns/updates/sending/recount-campaign.ts";
import { startWorkers } from "#workers/start-workers.ts";
import { type Core, startCore } from "../support/core.ts";
import { expectExact } from "../support/settle.ts";
import { confirmEntry, freshLink, signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { hour } from "../support/test-clock.ts";
import { waitFor } from "../support/wait-for.ts";
import { addSupporters, recounted, scheduledUpdate } from "../updates/update-stage.ts";

let core: Core;
let deps: Deps;

beforeAll(async () => {
  core = await startCore();
  deps = core.deps;
});
afterAll(() => core.close());

const metrics = async () => (await fetch(`http://127.0.0.1:${core.workers.port}/metrics`)).text();

test("a signature goes its whole way: mail, confirmation, count, thanks, withdrawal", async () => {
  const campaign = await loadTestCampaign(deps.database);
  const { ref, receipt } = await signAs(deps, campaign, "anna", { country: "TH" });
  await core.settle();
  expect(core.mails.received.map(({ to }) => to[0])).toEqual(["anna@example.org"]);
  const hers = await confirmEntry(deps, ref);
  await core.settle();
  await expectExact(deps, campaign, 1);
  // What the form handed out shows no stranger what the mailbox's owner did.
  expect((await readReceipt(deps, receipt))?.status).toBe("awaiting-confirmation");
  expect((await readReceipt(deps, hers))?.status).toBe("counted");
  expect(core.mails.received).toHaveLength(2);
  await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "withdrawn");
  await core.settle();
  await expectExact(deps, campaign, 0);
});

test("two worker processes share the work, and every person counts once", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const others = await startWorkers(core.config, core.log);
  try {
    const people = Array.from({ length: 400 }, (_, turn) => `p${turn % 300}`);
    await Promise.all(people.map((who) => signAs(deps, campaign, who)));
    await core.settle();
    await expectExact(deps, campaign, 300);
  } finally {
    await others.close();
  }
});

test("a job that is tried again has not failed; one that is given up has", async () => {
  const sheets = deps.jobs.queues.sheets;
  await sheets.add("sheets", { sheetId: "none" }, { attempts: 3, backoff: 0 });
  const counted = (outcome: string) => async () =>
    (await metrics()).includes(`sheaf_jobs_total{queue="sheets",outcome="${outcome}"}`);
  await waitFor("it to be given up", counted("failed"));
  const text = await metrics();
  expect(text).toContain('sheaf_jobs_total{queue="sheets",outcome="retried"} 2');
  expect(text).toContain('sheaf_jobs_total{queue="sheets",outcome="failed"} 1');
});

test("workers say whether they are ready, and how their work gets on", async () => {
  const ready = await fetch(`http://127.0.0.1:${core.workers.port}/health/ready`);
  expect(await ready.json()).toEqual({ ready: true, running: true, mongodb: "up", redis: "up" });
  await waitFor("a sweep to end", async () => (await metrics()).includes("sheaf_sweep_age_seconds{"));
  const text = await metrics();
  const expected = [
    "sheaf_letters_due 0",
    "sheaf_letters_due_seconds 0",
    "sheaf_redis_up 1",
    "sheaf_mongodb_up 1",
  ];
  for (const line of [...expected, "sheaf_mail_held 0", "sheaf_key_file_broken 0"])
    expect(text).toContain(`\n${line}\n`);
  expect(text).toMatch(/^sheaf_mongodb_disk_free_bytes \d+/m);
  expect(text).not.toContain("sheaf_unmeasured{");
});

test("sheets whose jobs were lost are found and processed within seconds", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const { queues } = deps.jobs;
  await Promise.all([queues.sheets.pause(), queues.tallies.pause()]);
  await Promise.all(Array.from({ length: 50 }, (_, turn) => signAs(deps, campaign, `l${turn}`)));
  await Promise.all([queues.sheets, queues.tallies].map((queue) => queue.drain(true)));
  await Promise.all([queues.sheets.resume(), queues.tallies.resume()]);
  await core.settle();
  await expectExact(deps, campaign, 50);
});

test("when Redis forgets everything the workers go on, and schedule their sweeps again", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  await core.redis.flushdb();
  await Promise.all(Array.from({ length: 50 }, (_, turn) => signAs(deps, campaign, `f${turn}`)));
  await core.redis.flushdb();
  await waitFor("the sweeps to be scheduled", async () => {
    const schedulers = await deps.jobs.queues.sweep.getJobSchedulers();
    return schedulers.length === Object.keys(sweeps).length;
  });
  await core.settle();
  await expectExact(deps, campaign, 50);
});

test("a recount that finds a difference says so in the log and in the metrics", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const { ref } = await signAs(deps, campaign, "berta");
  await core.settle();
  await deps.database.tallies.updateOne({ campaign: campaign.ordinal }, { $inc: { count: 1 } });
  const sheet = await deps.database.sheets.findOne({ _id: ref.sheet });
  const id = signatureId(sheet?.lines[0]?.person ?? Buffer.alloc(20), 0);
  expect((await deps.database.signatures.findOne({ _id: id }))?.state).toBe("counted");
  expect((await recountRoll(deps.database, campaign.ordinal)).drift).not.toEqual([]);
  const { sweep } = deps.jobs.queues;
  await waitFor("the metric", async () => {
    // The worker's list of campaigns is some seconds old at most: the first recount may not know this one.
    if ((await sweep.getJobCountByTypes("waiting", "active")) === 0) await sweep.add("recount", {});
    return new RegExp(`^sheaf_drift\\{campaign="${campaign.slug}",against="roll"\\} [1-9]`, "m").test(
      await metrics(),
    );
  });
  expect(core.logged()).toContain("a recount and what was folded disagree");
});

test("an update whose counts are not those of its dispatches is reported, while it is under way and a day after", async () => {
  const campaign = await loadTestCampaign(deps.database);
  await addSupporters(deps, campaign, ["anna"]);
  const update = await scheduledUpdate(deps, campaign);
  await waitFor("the update to be sent", async () => (await recounted(deps, update._id)).state === "sent");
  const drift = () => recountCampaignUpdates(deps, campaign.slug);
  expect(await drift()).toEqual([]);
  await deps.database.updates.updateOne({ _id: update._id }, { $inc: { "counts.sent": 1 } });
  const found = { update: update._id.toHexString(), state: "sent", counted: 2, found: 1 };
  expect(await drift()).toEqual([found]);
  const { sweep } = deps.jobs.queues;
  await waitFor("the metric", async () => {
    if ((await sweep.getJobCountByTypes("waiting", "active")) === 0) await sweep.add("recount-updates", {});
    return new RegExp(`^sheaf_drift\\{campaign="${campaign.slug}",against="updates"\\} 1$`, "m").test(
      await metrics(),
    );
  });
  expect(core.logged()).toContain(`"drift":[${JSON.stringify(found)}]`);
  const daysAgo = new Date(deps.now().getTime() - 25 * hour);
  await deps.database.updates.updateOne({ _id: update._id }, { $set: { endedAt: daysAgo } });
  expect(await drift()).toEqual([]);
});

test("metrics tell how far behind the workers are and what they did", async () => {
  const text = await metrics();
  expect(text).toMatch(/^sheaf_backlog_seconds 0/m);
  expect(text).toMatch(/^sheaf_jobs_total\{queue="sheets",outcome="processed"\} \d+/m);
  expect(text).toMatch(/^sheaf_letters_total\{outcome="sent"\} \d+/m);
  expect(text).toMatch(/^sheaf_queue_jobs\{queue="mail"\} 0/m);
});
