import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { day, hour, minute, second } from "../support/test-clock.ts";
import { crashAfter } from "../support/watched-database.ts";
import { type MailRoom, openMailRoom } from "./mail-room.ts";

let room: MailRoom;
let deps: Deps;
let campaign: Campaign;

beforeAll(async () => {
  room = await openMailRoom({}, {}, 1_500);
  deps = room.deps;
});
beforeEach(async () => {
  campaign = await loadTestCampaign(deps.database);
});
afterAll(() => room.close());

test("an address that the other side does not know is given up, with a reason that names nobody", async () => {
  const { ref } = await room.sign(campaign, "unknown.kate");
  expect(await room.sendDue(campaign)).toEqual(["failed"]);
  await room.advance(day);
  expect(await room.sendDue(campaign)).toEqual([]);
  const letter = await room.letterOf(ref, "confirm");
  expect(letter).toMatchObject({ state: "failed", attempts: 1 });
  expect(letter?.reason).toMatch(/^550/);
  expect(letter?.reason).not.toMatch(/kate|example\.org/);
});

test("a mailbox that is full is tried again, later each time, and given up after some days", async () => {
  const { ref } = await room.sign(campaign, "full.lena");
  const waits: number[] = [];
  let letter = await room.letterOf(ref, "confirm");
  for (let tries = 0; letter?.state === "due" || letter?.state === "held"; tries += 1) {
    expect(tries).toBeLessThan(40);
    await room.sendDue(campaign);
    letter = await room.letterOf(ref, "confirm");
    if (letter?.state !== "held") continue;
    waits.push(letter.dueAt.getTime() - Date.now());
    await room.advance((waits.at(-1) ?? 0) + second);
  }
  expect(letter).toMatchObject({ state: "failed", attempts: 20 });
  expect(waits.slice(0, 3).map((wait) => Math.round(wait / (10 * second)))).toEqual([1, 2, 4]);
  expect(Math.max(...waits)).toBeLessThanOrEqual(3 * hour);
  expect(room.mailsTo("full")).toEqual([]);
});

test("a greylisted mail arrives with its second try", async () => {
  await room.sign(campaign, "greylisted.mia");
  expect(await room.sendDue(campaign)).toEqual(["deferred"]);
  expect(await room.sendDue(campaign)).toEqual([]);
  await room.advance(11 * second);
  expect(await room.sendDue(campaign)).toEqual(["sent"]);
  expect(room.mailsTo("greylisted")).toHaveLength(1);
});

test("a server that takes the mail and never answers is tried again under the same Message-ID", async () => {
  await room.sign(campaign, "hanging.nora");
  expect(await room.sendDue(campaign)).toEqual(["deferred"]);
  await room.advance(11 * second);
  expect(await room.sendDue(campaign)).toEqual(["deferred"]);
  const ids = room.mailsTo("hanging").map(({ messageId }) => messageId);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

test("while no mail server is there letters stay due and no try is counted; then they go", async () => {
  const away = { ...room.transport, pool: { ...room.transport.pool, send: async () => gone } };
  const { ref } = await room.sign(campaign, "olivia");
  const sender = room.openSender(deps, away);
  expect(await sender.sendDue()).toBe(true);
  await sender.settled();
  // For a few seconds nothing is taken: nobody knocks at a door that is shut.
  expect(await sender.sendDue()).toBe(false);
  expect(await room.letterOf(ref, "confirm")).toMatchObject({ state: "due", attempts: 0 });
  expect(await room.sendDue(campaign)).toEqual(["sent"]);
});

const gone = { kind: "away", code: "ECONNREFUSED", reason: "connect ECONNREFUSED" } as const;

test("processes that look at once send one mail", async () => {
  for (const who of ["olga", "otto", "owen"]) await room.sign(campaign, who);
  const senders = Array.from({ length: 6 }, () => room.openSender());
  await Promise.all(senders.map((sender) => sender.sendDue()));
  await Promise.all(senders.map((sender) => sender.settled()));
  for (const who of ["olga", "otto", "owen"]) expect(room.mailsTo(who)).toHaveLength(1);
});

test("a process that dies over a letter leaves it due: it goes out, twice at most and recognisable, and is noted", async () => {
  let died = 0;
  for (let ended = false; !ended; died += 1) {
    const who = `paula${died}x`;
    const { ref } = await room.sign(campaign, who);
    const crash = Promise.withResolvers<boolean>();
    const database = crashAfter(deps.database, died + 1, () => crash.resolve(false));
    const sender = room.openSender({ ...deps, database });
    const sent = sender.sendDue().then(() => sender.settled());
    ended = await Promise.race([sent.then(() => true), crash.promise]);
    await room.advance(minute);
    await room.sendDue(campaign);
    const mails = room.mailsTo(who);
    expect([1, 2]).toContain(mails.length);
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
    expect((await room.letterOf(ref, "confirm"))?.state).toBe("sent");
  }
  expect(died).toBeGreaterThan(5);
});

test("what is written down of a letter goes on while MongoDB is away", async () => {
  const { ref } = await room.sign(campaign, "quinn");
  let away = 3;
  const letters = new Proxy(deps.database.letters, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key, target);
      if (key === "bulkWrite" && away > 0) {
        away -= 1;
        return () => Promise.reject(new Error("away"));
      }
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
  const sender = room.openSender({ ...deps, database: { ...deps.database, letters } });
  await sender.sendDue();
  await sender.settled();
  expect(away).toBe(0);
  expect((await room.letterOf(ref, "confirm"))?.state).toBe("sent");
  expect(room.mailsTo("quinn")).toHaveLength(1);
});
