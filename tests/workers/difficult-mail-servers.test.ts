import type { SMTPServerOptions } from "smtp-server";
import { afterEach, expect, test } from "vitest";
import { releaseHeldLetters } from "#campaigns/letters/release-held.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { settle } from "../support/settle.ts";
import { signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { hour } from "../support/test-clock.ts";
import { waitFor } from "../support/wait-for.ts";
import { type MailRoom, openMailRoom } from "./mail-room.ts";

let room: MailRoom;
let campaign: Campaign;

afterEach(() => room.close());

async function open(manners: SMTPServerOptions = {}): Promise<void> {
  room = await openMailRoom({}, manners, 1_500);
  campaign = await loadTestCampaign(room.deps.database);
}

/** So many people sign at once: their letters are due together. */
async function signMany(count: number, domain = "example.org", name = "u"): Promise<string[]> {
  const people = Array.from({ length: count }, (_, number) => `${name}${number}`);
  await Promise.all(people.map((who) => signAs(room.deps, campaign, who, { email: `${who}@${domain}` })));
  await settle(room.deps, campaign);
  return people.map((who) => `${who}@${domain}`);
}

/** How many mails came to each of these addresses. */
function mailsFor(addresses: readonly string[]): number[] {
  const counts = new Map<string, number>();
  for (const { to } of room.server.received) counts.set(to[0] ?? "", (counts.get(to[0] ?? "") ?? 0) + 1);
  return addresses.map((address) => counts.get(address) ?? 0);
}

function reply(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

test("a server that takes one connection at a time gets every letter once", async () => {
  await open({ maxClients: 1 });
  const people = await signMany(30);
  const sender = room.openSender();
  await sender.sendDue();
  await waitFor("all letters", () => mailsFor(people).every((mails) => mails > 0));
  await sender.settled();
  expect(new Set(mailsFor(people))).toEqual(new Set([1]));
});

test("a domain that is put off keeps nobody else waiting", async () => {
  await open({
    onRcptTo: ({ address }, _session, done) =>
      done(address.endsWith("@later.example") ? reply(451, "4.7.1 Later") : null),
  });
  const putOff = await signMany(40, "later.example", "l");
  const others = await signMany(40);
  const sender = room.openSender();
  await sender.sendDue();
  await sender.settled();
  expect(new Set(mailsFor(others))).toEqual(new Set([1]));
  expect(new Set(mailsFor(putOff))).toEqual(new Set([0]));
  const held = await room.deps.database.letters.countDocuments({ state: "held", attempts: 1 });
  expect(held).toBe(putOff.length);
});

test("a server that ends a connection after three mails gets every letter once", async () => {
  const mails = new Map<string, number>();
  await open({
    onMailFrom(_address, { id }, done) {
      mails.set(id, (mails.get(id) ?? 0) + 1);
      done((mails.get(id) ?? 0) > 3 ? reply(421, "4.3.2 Enough for now") : null);
    },
  });
  const people = await signMany(30);
  const sender = room.openSender();
  await sender.sendDue();
  await sender.settled();
  expect(new Set(mailsFor(people))).toEqual(new Set([1]));
});

test("a domain whose server falls silent after a mail keeps nobody else waiting", async () => {
  await open();
  await signMany(12, "silent.example", "hanging.");
  const others = await signMany(40);
  const sender = room.openSender();
  const sending = sender.sendDue();
  await waitFor("the letters of the others", () => mailsFor(others).every((mails) => mails === 1));
  await sending;
  await sender.settled();
  expect(new Set(mailsFor(others))).toEqual(new Set([1]));
  expect(await room.deps.database.letters.countDocuments({ state: "due" })).toBe(0);
});

test("many letters that are due at a start leave once each, from two processes", async () => {
  await open();
  const people = await signMany(300);
  const senders = [room.openSender(), room.openSender()];
  await Promise.all(senders.map((sender) => sender.sendDue()));
  await Promise.all(senders.map((sender) => sender.settled()));
  const left = { state: { $ne: "sent" } } as const;
  // A machine that is busy looks like a slow domain for a while.
  await waitFor(
    "all letters to be noted",
    async () => (await room.deps.database.letters.countDocuments(left)) === 0,
    100_000,
  );
  expect(new Set(mailsFor(people))).toEqual(new Set([1]));
});

test("a process whose clock is an hour back sends what is due, and what was held until now", async () => {
  await open();
  const people = await signMany(3);
  await room.deps.database.letters.updateMany({}, [{ $set: { state: "held", dueAt: "$$NOW" } }]);
  const sender = room.openSender({
    ...room.deps,
    now: () => new Date(room.deps.now().getTime() - hour),
  });
  await releaseHeldLetters(room.deps);
  await sender.sendDue();
  await sender.settled();
  expect(mailsFor(people)).toEqual([1, 1, 1]);
});
