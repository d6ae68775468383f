import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eventId } from "#campaigns/mail/event-id.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { personOf, signatureId } from "#campaigns/petitions/person.ts";
import { findPosted } from "#campaigns/returned-mail/find-posted.ts";
import { noteReturned } from "#campaigns/returned-mail/note-returned.ts";
import { refusalLimit } from "#campaigns/updates/sending/count-handed.ts";
import { readGoing } from "#campaigns/updates/sending/read-going.ts";
import type { UpdateSender } from "#campaigns/updates/sending/update-sender.ts";
import { resumeUpdate } from "#campaigns/updates/writing/steer-update.ts";
import { consoleBook } from "#server/organiser/frame/console-book.ts";
import { progressPart } from "#server/organiser/updates/account.view.ts";
import { type MailServer, startMailServer } from "../mail/mail-server.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { minute } from "../support/test-clock.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import {
  addSupporters,
  approver,
  recounted,
  runToEnd,
  scheduledUpdate,
  testUpdateSender,
} from "./update-stage.ts";

let core: TestDeps;
let deps: Deps & { updateSender: UpdateSender };
let mails: MailServer;
let campaign: Campaign;

beforeAll(async () => {
  core = await openTestDeps();
  mails = await startMailServer();
  const updateSender = testUpdateSender(core.config, core.redis, core.deps, { SMTP_URL: mails.url });
  deps = { ...core.deps, updateSender };
});
afterAll(async () => {
  deps.updateSender.close();
  await mails.stop();
  await core.close();
});
beforeEach(async () => {
  campaign = await loadTestCampaign(deps.database);
});

const many = (count: number, name: (index: number) => string) =>
  Array.from({ length: count }, (_, n) => name(n));

test("an update is paused once a provider refuses too many of its mails because of us, and says why", async () => {
  await addSupporters(deps, campaign, [
    ...many(refusalLimit.refused, (n) => `distrusted.${n}@gmail.com`),
    ...many(5, (n) => `fine.${n}`),
  ]);
  const { _id } = await scheduledUpdate(deps, campaign);
  await runToEnd(deps, _id);
  const paused = await recounted(deps, _id);
  const pausedFor = { provider: "gmail.com", ground: "reputation", refused: 25, handed: 25 };
  expect(paused).toMatchObject({ state: "paused", pausedFor, counts: { sent: 5, queued: 25 } });
  const shown = String(
    await progressPart(consoleBook("en"), paused, await readGoing(deps, paused), {
      weeklyMost: 3,
      quietHours: "",
    }),
  );
  expect(shown).toContain("gmail.com refused 25 of the last 25 mails because of us");
  const [noted] = await deps.database.audit
    .find({ on: `update/${_id.toHexString()}` })
    .sort({ _id: -1 })
    .toArray();
  expect(noted).toMatchObject({ act: "update.pause", account: "sheaf", details: pausedFor });
  expect(await deps.database.mailEvents.countDocuments({ update: _id, kind: "about-us" })).toBe(25);
  expect(await deps.database.suppressions.countDocuments()).toBe(0);

  const resumed = await resumeUpdate(deps, approver, _id.toHexString());
  expect(resumed.pausedFor).toBeUndefined();
  core.clock.advance(2 * minute);
  await runToEnd(deps, _id);
  expect(await recounted(deps, _id)).toMatchObject({ state: "paused", pausedFor });
});

test("fewer refusals, and any number of greylists, pause nothing", async () => {
  await addSupporters(deps, campaign, [
    ...many(refusalLimit.refused - 1, (n) => `distrusted.${n}@gmail.com`),
    ...many(refusalLimit.refused, (n) => `greylisted.${n}@gmail.com`),
    ...many(refusalLimit.refused - 1, (n) => `distrusted.${n}`),
  ]);
  const { _id } = await scheduledUpdate(deps, campaign);
  await runToEnd(deps, _id);
  expect(await recounted(deps, _id)).toMatchObject({ state: "sending" });
});

test("refusals that come back later count as well, each once, and only those of mails since the last pause", async () => {
  const readers = many(refusalLimit.refused, (n) => `later.${n}@gmx.de`);
  await addSupporters(deps, campaign, [...readers, "greylisted.x"]);
  const { _id } = await scheduledUpdate(deps, campaign);
  await runToEnd(deps, _id);
  const comesBack = async (reader: string) => {
    const signature = signatureId(personOf(deps.keys, campaign, reader), 0);
    const posted = { kind: "dispatch", update: _id, signature } as const;
    const told = { kind: "about-us", ground: "authentication", source: "report" } as const;
    await noteReturned(deps, eventId(told.kind, posted), told, (await findPosted(deps, posted)) ?? {});
  };
  for (const reader of readers.slice(1)) await comesBack(reader);
  await comesBack(readers[1] ?? "");
  expect(await recounted(deps, _id)).toMatchObject({ state: "sending" });
  core.clock.advance(minute);
  await comesBack(readers[0] ?? "");
  expect(await recounted(deps, _id)).toMatchObject({
    state: "paused",
    pausedFor: { provider: "gmx.net", ground: "authentication", refused: 25 },
  });
  await resumeUpdate(deps, approver, _id.toHexString());
  await deps.database.mailEvents.deleteMany({ update: _id });
  for (const reader of readers) await comesBack(reader);
  expect(await recounted(deps, _id)).toMatchObject({ state: "sending" });
});
