import { connect } from "node:net";
import { createInterface } from "node:readline";
import { Counter, Registry } from "@prometheus-io/client";
import { createTransport } from "nodemailer";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findSuppressed } from "#campaigns/mail/suppression/find-suppressed.ts";
import type { Deps } from "#campaigns/open.ts";
import { letterId } from "#campaigns/outbox/add-letters.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { personOf, signatureId } from "#campaigns/petitions/person.ts";
import { type LineRef, makeToken } from "#campaigns/platform/sealing/line-tokens.ts";
import { readReceipt } from "#campaigns/signing/receipts/read-receipt.ts";
import { mailboxKey } from "#campaigns/texts/mailbox-key.ts";
import { dispatchId } from "#campaigns/updates/dispatch.model.ts";
import type { Audience } from "#campaigns/updates/update.model.ts";
import { receiveReturnedMail } from "#workers/receive-returned-mail.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { day } from "../support/test-clock.ts";
import { answer, bounceReport, complaintReport, type ToldOfRecipient } from "../updates/reports.ts";
import { addSupporters, runToEnd, scheduledUpdate, testUpdateSender } from "../updates/update-stage.ts";
import { type MailRoom, openMailRoom } from "./mail-room.ts";

const registry = new Registry();
const returns = new Counter({
  name: "returns",
  help: "Returns",
  labelNames: ["outcome"] as const,
  registers: [registry],
});

let room: MailRoom;
let deps: Deps;
let campaign: Campaign;
let desk: Awaited<ReturnType<typeof receiveReturnedMail>>;

beforeAll(async () => {
  room = await openMailRoom({ SHEAF_BOUNCE_ADDRESS: "b-*@bounces.sheaf.test" });
  deps = room.deps;
  campaign = await loadTestCampaign(deps.database);
  const log = pino({ level: "silent" });
  desk = await receiveReturnedMail({ deps, log, returns }, { host: "127.0.0.1", port: 0 });
});
afterAll(async () => {
  await desk.close();
  await room.close();
});

/** Signs, and gives the return address of the letter that asks for the confirmation. */
async function signedAndMailed(who: string): Promise<{ ref: LineRef; returnTo: string }> {
  const { ref } = await room.sign(campaign, who);
  await room.sendDue(campaign);
  const returnTo = room.server.received.findLast(({ to }) => to[0] === `${who}@example.org`)?.from ?? "";
  return { ref, returnTo };
}

async function deliver(raw: Buffer, to: string): Promise<string> {
  const transport = createTransport({ host: "127.0.0.1", port: desk.port, ignoreTLS: true });
  try {
    const { response } = await transport.sendMail({ raw, envelope: { from: "", to } });
    return response;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    transport.close();
  }
}

const bounce = (to: string, recipient?: ToldOfRecipient) =>
  deliver(bounceReport({ to, ...(recipient && { recipients: [recipient] }) }), to);

async function countOf(outcome: string): Promise<number> {
  const { values } = await returns.get();
  return values.find(({ labels }) => labels.outcome === outcome)?.value ?? 0;
}

async function reasonOf(who: string): Promise<string | undefined> {
  const key = mailboxKey(deps.keys, `${who}@example.org`);
  return (await findSuppressed(deps, [key])).get(key.toString("hex"));
}

test("a confirmation letter that came back is shown where it waits, and its address gets no updates", async () => {
  const { ref, returnTo } = await signedAndMailed("anna");
  expect(returnTo).toMatch(/^b-[a-z2-7]+@bounces\.sheaf\.test$/);
  expect(await bounce(returnTo)).toMatch(/^250/);
  const returned = { kind: "hard-bounce", status: "5.1.1", at: expect.any(Date) };
  expect(await deps.database.pending.findOne({ _id: ref })).toMatchObject({ returned });
  expect(await room.letterOf(ref, "confirm")).toMatchObject({ state: "sent", returned });
  const receipt = makeToken(deps.keys, "receipt", ref);
  expect(await readReceipt(deps, receipt)).toMatchObject({ status: "awaiting-confirmation", returned: true });
  expect(await reasonOf("anna")).toBe("hard-bounce");
  expect(await deps.database.mailEvents.findOne({ letter: letterId("confirm", ref) })).toMatchObject({
    kind: "hard-bounce",
    organisation: campaign.organisation,
  });
});

test("the same report twice, in either order with a late one, changes nothing more", async () => {
  const { returnTo } = await signedAndMailed("berta");
  await bounce(returnTo);
  const before = await deps.database.mailEvents.find().toArray();
  const repeats = await countOf("repeated");
  await bounce(returnTo);
  await bounce(returnTo, { action: "delayed", status: "4.4.1" });
  expect(await deps.database.mailEvents.find().toArray()).toEqual(before);
  expect(await countOf("repeated")).toBe(repeats + 1);
});

test("a full mailbox is no suppression until it was full five times within two weeks", async () => {
  const full = { action: "failed", status: "5.2.2" };
  const reasons: (string | undefined)[] = [];
  for (let index = 0; index < 6; index += 1) {
    await room.advance((index === 1 ? 15 : 1) * day);
    const own = await loadTestCampaign(deps.database);
    await room.sign(own, "carla");
    await room.sendDue(own);
    await bounce(room.server.received.findLast(({ to }) => to[0] === "carla@example.org")?.from ?? "", full);
    reasons.push(await reasonOf("carla"));
  }
  expect(reasons).toEqual([undefined, undefined, undefined, undefined, undefined, "hard-bounce"]);
});

test("refusals about us and domains that are away make no address dead, however often they come", async () => {
  const refusals = [
    { action: "failed", status: "5.0.0", diagnosis: "smtp; 550 Denied by policy" },
    { action: "failed", status: "5.4.4" },
  ];
  for (const [index, refusal] of refusals.flatMap((one) => Array(6).fill(one)).entries()) {
    await room.advance((index % 6 === 0 ? 15 : 1) * day);
    const own = await loadTestCampaign(deps.database);
    await room.sign(own, "carola");
    await room.sendDue(own);
    await bounce(
      room.server.received.findLast(({ to }) => to[0] === "carola@example.org")?.from ?? "",
      refusal,
    );
  }
  expect(await reasonOf("carola")).toBeUndefined();
  const key = mailboxKey(deps.keys, "carola@example.org");
  const told = await deps.database.mailEvents.find({ key }).toArray();
  expect(told.map(({ kind }) => kind)).toEqual([
    ...Array(6).fill("about-us"),
    ...Array(6).fill("soft-bounce"),
  ]);
  expect(told[0]).toMatchObject({ ground: "policy", provider: expect.stringMatching(/^~/) });
});

test("a complaint that came to the common address finds its mail by the return address that it quotes", async () => {
  const { ref, returnTo } = await signedAndMailed("dora");
  expect(await deliver(complaintReport(returnTo), "b-complaints@bounces.sheaf.test")).toMatch(/^250/);
  expect(await reasonOf("dora")).toBe("complaint");
  expect(await room.letterOf(ref, "confirm")).toMatchObject({ returned: { kind: "complaint" } });
});

/** Sends an update and gives the return address of the mail that each reader got. */
async function mailedUpdate(own: Campaign, audience: Audience) {
  const updateSender = testUpdateSender(room.core.config, room.core.redis, deps, {
    SMTP_URL: room.server.url,
  });
  const { _id } = await scheduledUpdate(deps, own, { audience });
  await runToEnd({ ...deps, updateSender }, _id);
  updateSender.close();
  const returnTo = (who: string) =>
    room.server.received.findLast(({ to }) => to[0] === `${who}@example.org`)?.from ?? "";
  return { update: _id, returnTo };
}

test("what comes back of an update stands at its dispatch, and ends further ones to its reader alone", async () => {
  const own = await loadTestCampaign(deps.database);
  await addSupporters(deps, own, ["hanna", "ida", "jana"]);
  const { update, returnTo } = await mailedUpdate(own, {});
  const idOf = (who: string) => signatureId(personOf(deps.keys, own, `${who}@example.org`), 0);
  const dispatchOf = (who: string) =>
    deps.database.dispatches.findOne({ _id: dispatchId(update, idOf(who)) });
  await bounce(returnTo("hanna"));
  expect(await dispatchOf("hanna")).toMatchObject({ state: "sent", returned: { kind: "hard-bounce" } });
  expect(await deps.database.mailEvents.findOne({ update })).toMatchObject({
    kind: "hard-bounce",
    organisation: own.organisation,
  });
  expect(await Promise.all(["hanna", "ida"].map(reasonOf))).toEqual(["hard-bounce", undefined]);
  // Nothing is left of her by which she could be suppressed; that she complained is known all the same.
  await deps.database.signatures.updateOne(
    { _id: idOf("ida") },
    { $set: { state: "withdrawn" }, $unset: { sealed: "" } },
  );
  await deliver(complaintReport(returnTo("ida")), "b-complaints@bounces.sheaf.test");
  expect(await dispatchOf("ida")).toMatchObject({ returned: { kind: "complaint" } });
  expect(await reasonOf("ida")).toBeUndefined();
  await deps.database.dispatches.deleteOne({ _id: dispatchId(update, idOf("jana")) });
  const foreign = await countOf("foreign");
  expect(await bounce(returnTo("jana"))).toMatch(/^250/);
  expect(await countOf("foreign")).toBe(foreign + 1);
});

test("something that is no mail, or a connection cut in the middle, does not keep the next from being read", async () => {
  const { returnTo } = await signedAndMailed("lena");
  expect(await deliver(Buffer.from([0, 255, 13, 10, 46, 13, 10, 0]), returnTo)).toMatch(/^250/);
  const socket = connect(desk.port, "127.0.0.1");
  const lines = createInterface({ input: socket });
  const talk = ["HELO x", "MAIL FROM:<>", `RCPT TO:<${returnTo}>`, "\u0000\u00ff nonsense", "DATA"];
  for await (const line of lines) {
    if (line.startsWith("354")) socket.write("Content-Type: multipart/report; boundary=x\r\n\r\n--x");
    const next = talk.shift();
    if (next === undefined) break;
    socket.write(`${next}\r\n`);
  }
  socket.destroy();
  expect(await reasonOf("lena")).toBeUndefined();
  expect(await bounce(returnTo)).toMatch(/^250/);
  expect(await reasonOf("lena")).toBe("hard-bounce");
});

test("an answer is counted and changes nothing", async () => {
  const { returnTo } = await signedAndMailed("emma");
  const before = await countOf("answer");
  await deliver(answer(returnTo), returnTo);
  expect(await countOf("answer")).toBe(before + 1);
  expect(await reasonOf("emma")).toBeUndefined();
});

test("a forged return address is turned away, and believed nowhere", async () => {
  const { returnTo } = await signedAndMailed("fanny");
  const forged = returnTo.replace(/^b-./, (start) => (start === "b-a" ? "b-b" : "b-a"));
  expect(await bounce(forged)).toMatch(/550 5\.1\.1/);
  expect(await bounce("anybody@bounces.sheaf.test")).toMatch(/550 5\.1\.1/);
  const foreign = await countOf("foreign");
  await deliver(complaintReport(forged), "b-complaints@bounces.sheaf.test");
  await deliver(bounceReport({ to: "fanny@example.org" }), "b-complaints@bounces.sheaf.test");
  expect(await countOf("foreign")).toBe(foreign + 2);
  expect(await reasonOf("fanny")).toBeUndefined();
});

test("a report of ten megabytes is taken, and what it says at its beginning counts", async () => {
  const { returnTo } = await signedAndMailed("gerda");
  const returned = `${"x".repeat(76)}\r\n`.repeat(130_000);
  expect(await deliver(bounceReport({ to: returnTo, returned }), returnTo)).toMatch(/^250/);
  expect(await reasonOf("gerda")).toBe("hard-bounce");
});
