import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { suppress } from "#campaigns/mail/suppression/suppress.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { personOf, signatureId } from "#campaigns/petitions/person.ts";
import { mailboxKey } from "#campaigns/texts/mailbox-key.ts";
import { dispatchId } from "#campaigns/updates/dispatch.model.ts";
import { takeRange } from "#campaigns/updates/sending/hold-range.ts";
import { resendUncertain } from "#campaigns/updates/sending/resend-uncertain.ts";
import { runUpdate } from "#campaigns/updates/sending/run-update.ts";
import { settleDispatches } from "#campaigns/updates/sending/settle-dispatches.ts";
import type { UpdateSender } from "#campaigns/updates/sending/update-sender.ts";
import { cancelUpdate, pauseUpdate, resumeUpdate } from "#campaigns/updates/writing/steer-update.ts";
import { type MailServer, startMailServer } from "../mail/mail-server.ts";
import { endLeases } from "../support/end-leases.ts";
import { settle } from "../support/settle.ts";
import { signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { hour, minute } from "../support/test-clock.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import {
  addSupporters,
  approver,
  dispatchesOf,
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
  const updateSender = testUpdateSender(core.config, core.redis, core.deps, {
    SMTP_URL: mails.url,
    SHEAF_MAIL_CONNECTIONS: 2,
  });
  deps = { ...core.deps, updateSender };
});
afterAll(async () => {
  deps.updateSender.close();
  await mails.stop();
  await core.close();
});
beforeEach(async () => {
  campaign = await loadTestCampaign(deps.database);
  mails.received.length = 0;
});

const received = () => mails.received.map(({ to }) => to[0]).toSorted();

test("everybody who agreed gets one mail, and running everything again sends nothing more", async () => {
  await addSupporters(deps, campaign, ["anna", "ben", "cleo"]);
  await addSupporters(deps, campaign, ["silent"], { agreed: false });
  const { _id } = await scheduledUpdate(deps, campaign);
  await runToEnd(deps, _id);
  await runToEnd(deps, _id);
  expect(received()).toEqual(["anna@example.org", "ben@example.org", "cleo@example.org"]);
  const update = await recounted(deps, _id);
  expect(update).toMatchObject({ state: "sent", planned: 3, counts: { sent: 3, queued: 0, claimed: 0 } });
});

test("people who leave, withdraw or are suppressed after planning are not written to, and are accounted for", async () => {
  await addSupporters(deps, campaign, ["anna", "left", "withdrawn", "bounced"]);
  const { _id } = await scheduledUpdate(deps, campaign);
  await runUpdate(deps, _id, undefined);
  const idOf = (who: string) => signatureId(personOf(deps.keys, campaign, `${who}@example.org`), 0);
  await deps.database.signatures.updateOne({ _id: idOf("left") }, { $unset: { updates: "" } });
  await deps.database.signatures.updateOne({ _id: idOf("withdrawn") }, { $set: { state: "withdrawn" } });
  await suppress(deps, mailboxKey(deps.keys, "bounced@example.org"), "complaint", { source: "report" });
  await runToEnd(deps, _id);
  expect(received()).toEqual(["anna@example.org"]);
  const update = await recounted(deps, _id);
  expect(update).toMatchObject({ state: "sent", planned: 4, counts: { sent: 1, skipped: 2, suppressed: 1 } });
});

test("5xx is final and ends later updates to a dead mailbox; 4xx and greylists are tried again", async () => {
  await addSupporters(deps, campaign, ["unknown.x", "spam.x", "full.x", "greylisted.x", "fine"]);
  const { _id } = await scheduledUpdate(deps, campaign);
  await runToEnd(deps, _id);
  expect((await recounted(deps, _id)).counts).toMatchObject({ sent: 1, failed: 2, queued: 2 });
  core.clock.advance(2 * minute);
  await runToEnd(deps, _id);
  expect((await recounted(deps, _id)).counts).toMatchObject({ sent: 2, failed: 2, queued: 1 });
  for (let days = 0; days < 24; days += 1) {
    core.clock.advance(3 * hour);
    await runToEnd(deps, _id);
  }
  expect(await recounted(deps, _id)).toMatchObject({
    state: "sent",
    counts: { sent: 2, failed: 3, queued: 0 },
  });
  const reasons = (await dispatchesOf(deps, _id)).map(({ reason = "" }) => reason).join();
  expect(reasons).not.toMatch(/example\.org|unknown\.x/);
  const again = await scheduledUpdate(deps, campaign);
  await runToEnd(deps, again._id);
  expect((await recounted(deps, again._id)).counts).toMatchObject({ suppressed: 1 });
});

test("silence after the last byte is uncertain, and only a person sends it again, under the same Message-ID", async () => {
  await addSupporters(deps, campaign, ["dropped.x", "cut.x", "fine"]);
  const { _id } = await scheduledUpdate(deps, campaign);
  await runToEnd(deps, _id);
  for (let times = 0; times < 3; times += 1) {
    core.clock.advance(hour);
    await runToEnd(deps, _id);
  }
  const dropped = () => mails.received.filter(({ to }) => to[0] === "dropped.x@example.org");
  expect(dropped()).toHaveLength(1);
  expect((await recounted(deps, _id)).counts).toMatchObject({ sent: 1, uncertain: 1, queued: 1 });
  expect(await resendUncertain(deps, approver, _id.toHexString())).toBe(1);
  await runToEnd(deps, _id);
  expect(new Set(dropped().map(({ mail }) => mail.messageId)).size).toBe(1);
  expect(dropped()).toHaveLength(2);
});

test("what a silent worker had claimed is uncertain once its hold is over, and the rest goes out", async () => {
  await addSupporters(deps, campaign, ["anna", "ben", "cleo"]);
  const { _id } = await scheduledUpdate(deps, campaign);
  await runUpdate(deps, _id, undefined);
  const held = await takeRange(deps, await recounted(deps, _id), 0);
  const anna = dispatchId(_id, signatureId(personOf(deps.keys, campaign, "anna@example.org"), 0));
  await settleDispatches(deps, _id, [{ ids: [anna], from: "queued", to: "claimed" }], held);
  await runUpdate(deps, _id, 0);
  expect(received()).toEqual([]);
  await endLeases(deps.database.dispatchRanges);
  await runToEnd(deps, _id);
  expect(received()).toEqual(["ben@example.org", "cleo@example.org"]);
  expect(await recounted(deps, _id)).toMatchObject({ state: "sent", counts: { sent: 2, uncertain: 1 } });
  const late = settleDispatches(deps, _id, [{ ids: [anna], from: "claimed", to: "sent" }], held);
  await expect(late).rejects.toThrow("taken the range over");
});

test("paused nothing goes out; resumed the rest does; cancelled the rest is skipped", async () => {
  await addSupporters(deps, campaign, ["anna", "ben"]);
  const { _id } = await scheduledUpdate(deps, campaign);
  const id = _id.toHexString();
  await runUpdate(deps, _id, undefined);
  await pauseUpdate(deps, approver, id);
  await runToEnd(deps, _id);
  expect(received()).toEqual([]);
  await resumeUpdate(deps, approver, id);
  await runToEnd(deps, _id);
  expect(received()).toHaveLength(2);
  const other = await scheduledUpdate(deps, campaign);
  await runUpdate(deps, other._id, undefined);
  await cancelUpdate(deps, approver, other._id.toHexString());
  await runToEnd(deps, other._id);
  expect(received()).toHaveLength(2);
  const cancelled = await recounted(deps, other._id);
  expect(cancelled).toMatchObject({ state: "cancelled", planned: 2, counts: { skipped: 2 } });
  expect(cancelled.endedAt).toBeInstanceOf(Date);
});

test("a fourth update within a week is not sent to those who had three", async () => {
  await addSupporters(deps, campaign, ["anna"]);
  for (let turn = 0; turn < 4; turn += 1) {
    const { _id } = await scheduledUpdate(deps, campaign);
    await runToEnd(deps, _id);
    const { counts } = await recounted(deps, _id);
    expect(counts).toMatchObject(turn < 3 ? { sent: 1 } : { sent: 0, skipped: 1 });
  }
  core.clock.advance(8 * 24 * hour);
  const { _id } = await scheduledUpdate(deps, campaign);
  await runToEnd(deps, _id);
  expect((await recounted(deps, _id)).counts).toMatchObject({ sent: 1 });
});

test("at night in the reader's country, and beyond a domain's share, mails wait", async () => {
  await addSupporters(deps, campaign, ["anna"], { country: "TH" });
  const { _id } = await scheduledUpdate(deps, campaign);
  const bangkok = (deps.now().getUTCHours() + 7) % 24;
  const quiet = { from: bangkok, to: (bangkok + 1) % 24 };
  await runToEnd({ ...deps, updateSender: { ...deps.updateSender, quiet } }, _id);
  const [waiting] = await dispatchesOf(deps, _id);
  expect(waiting).toMatchObject({ state: "queued", reason: "quiet hours" });
  core.clock.advance(hour + 15 * minute);
  await runToEnd({ ...deps, updateSender: { ...deps.updateSender, quiet } }, _id);
  expect(received()).toEqual(["anna@example.org"]);

  const full = { SMTP_URL: mails.url, SHEAF_MAIL_PER_DOMAIN: 12 };
  const slow = testUpdateSender(core.config, core.redis, core.deps, full);
  const busy = await loadTestCampaign(deps.database);
  await addSupporters(deps, busy, ["a@slow.example", "b@slow.example", "c@slow.example", "d@quick.example"]);
  const update = await scheduledUpdate(deps, busy);
  await runToEnd({ ...deps, updateSender: slow }, update._id);
  expect((await recounted(deps, update._id)).counts).toMatchObject({ sent: 3, queued: 1 });
  slow.close();
});

test("nobody is written to who has not confirmed, whatever was ticked with her address", async () => {
  await addSupporters(deps, campaign, ["anna"]);
  await signAs(deps, campaign, "waiting", { consent: { updates: true, secretariat: true } });
  await settle(deps, campaign);
  const { _id } = await scheduledUpdate(deps, campaign);
  await runToEnd(deps, _id);
  expect(received()).toEqual(["anna@example.org"]);
  expect(await recounted(deps, _id)).toMatchObject({ state: "sent", planned: 1 });
});

test("without a mail server everything waits, and goes out when there is one again", async () => {
  await addSupporters(deps, campaign, ["anna", "ben"]);
  const { _id } = await scheduledUpdate(deps, campaign);
  const nowhere = testUpdateSender(core.config, core.redis, core.deps, { SMTP_URL: "smtp://127.0.0.1:9" });
  for (let tries = 0; tries < 3; tries += 1) {
    await runToEnd({ ...deps, updateSender: nowhere }, _id);
    core.clock.advance(20 * minute);
  }
  nowhere.close();
  expect(await recounted(deps, _id)).toMatchObject({ state: "sending", counts: { queued: 2, failed: 0 } });
  await runToEnd(deps, _id);
  expect(await recounted(deps, _id)).toMatchObject({ state: "sent", counts: { sent: 2 } });
  expect(received()).toEqual(["anna@example.org", "ben@example.org"]);
});

test("several workers share an update: each range is held by one, and nobody is written to twice", async () => {
  const many = Array.from({ length: 60 }, (_, number) => `reader${number}`);
  await addSupporters(deps, campaign, many);
  const { _id } = await scheduledUpdate(deps, campaign);
  await runUpdate(deps, _id, undefined);
  await Promise.all(Array.from({ length: 4 }, () => runUpdate(deps, _id, 0)));
  expect(new Set(received()).size).toBe(many.length);
  expect(received()).toHaveLength(many.length);
  expect(await recounted(deps, _id)).toMatchObject({ state: "sent", planned: many.length });
});
