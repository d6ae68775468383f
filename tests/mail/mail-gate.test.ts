import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type MailGate, openMailGate } from "#campaigns/mail/mail-gate.ts";
import { resumeMail } from "#campaigns/updates/sending/resume-mail.ts";
import { runUpdate } from "#campaigns/updates/sending/run-update.ts";
import { openUpdateSender } from "#campaigns/updates/sending/update-sender.ts";
import { operator } from "../../cli/operator.ts";
import { collectLog } from "../support/core.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { waitFor } from "../support/wait-for.ts";
import { addSupporters, recounted, scheduledUpdate } from "../updates/update-stage.ts";

let core: TestDeps;
let gates: MailGate[];

beforeEach(async () => {
  core = await openTestDeps();
  gates = [];
});
afterEach(async () => {
  for (const gate of gates) gate.stop();
  await core.close();
});

const { log, logged } = collectLog();

/** A process of workers that starts. */
function open(): MailGate {
  const { deps, redis, config } = core;
  const gate = openMailGate({ database: deps.database, redis, folder: config.SHEAF_DATA, log }, 50);
  gates.push(gate);
  return gate;
}

const marks = () => core.deps.database.mailMarks;

async function countedTo(count: number): Promise<void> {
  await waitFor("the mark to be counted up", async () => ((await marks().findOne())?.count ?? 0) >= count);
}

/** Everything that was running ends, and the database is as it was. */
async function restore(mark: Awaited<ReturnType<typeof backUp>>): Promise<void> {
  await marks().deleteMany({});
  if (mark) await marks().insertOne(mark);
}

async function backUp() {
  await countedTo(3);
  const mark = await marks().findOne();
  await countedTo(6);
  return mark;
}

function endAll(): void {
  for (const gate of gates.splice(0)) gate.stop();
}

test("mail leaves from a new database, from one that was restarted, and beside other processes", async () => {
  const both = [open(), open()];
  await countedTo(2);
  const third = open();
  await waitFor("them to open", async () =>
    (await Promise.all([...both, third].map((gate) => gate.isHeld()))).every((isHeld) => !isHeld),
  );
  await countedTo(10);
  endAll();
  const later = open();
  await waitFor("it to open", async () => !(await later.isHeld()));
  expect((await marks().findOne())?.heldAt).toBeUndefined();
});

test.each([
  { what: "this machine", forget: () => core.redis.flushdb() },
  { what: "Redis", forget: () => rm(join(core.config.SHEAF_DATA, "mail-mark.json")) },
])(
  "a restored database is known by what $what remembers, and mail waits for a person",
  async ({ forget }) => {
    open();
    const mark = await backUp();
    endAll();
    await restore(mark);
    await forget();
    const gate = open();
    expect(await gate.isHeld()).toBe(true);
    expect(logged()).toContain("sheaf mail resume");
    // A process that starts later, or beside it, finds it shut.
    await countedTo(9);
    endAll();
    expect(await open().isHeld()).toBe(true);
    await resumeMail(core.deps, operator);
    expect(await open().isHeld()).toBe(false);
    await expect(resumeMail(core.deps, operator)).rejects.toMatchObject({ code: "mail-unready" });
  },
);

test("a database that is restored under running workers is noticed before the next mail", async () => {
  const gate = open();
  const mark = await backUp();
  expect(await gate.isHeld()).toBe(false);
  await restore(mark);
  expect(await gate.isHeld()).toBe(true);
});

test("a database that comes to a new machine with a past that nobody there remembers is taken for restored", async () => {
  open();
  await backUp();
  endAll();
  await core.redis.flushdb();
  await rm(join(core.config.SHEAF_DATA, "mail-mark.json"));
  open();
  await waitFor("it to be shut", async () => Boolean((await marks().findOne())?.heldAt));
});

test("what the backup holds as not sent is uncertain after that, and what was to begin by itself waits", async () => {
  const { deps, config, redis } = core;
  const campaign = await loadTestCampaign(deps.database);
  await addSupporters(deps, campaign, ["anna", "ben"]);
  const begun = await scheduledUpdate(deps, campaign);
  const updateSender = openUpdateSender(config, redis, deps.keys);
  await runUpdate({ ...deps, updateSender }, begun._id, undefined);
  const waiting = await scheduledUpdate(deps, campaign);
  await marks().insertOne({ _id: "mail", count: 1, token: "t", heldAt: new Date() });
  const found = await resumeMail(deps, operator);
  expect(found).toMatchObject({ letters: 0, dispatches: 2, scheduled: 1 });
  expect((await recounted(deps, begun._id)).counts).toMatchObject({ queued: 0, uncertain: 2 });
  expect((await recounted(deps, waiting._id)).scheduledAt).toBeUndefined();
  updateSender.close();
});
