import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { sendLetter } from "#campaigns/letters/send-letter.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { day, hour, second } from "../support/test-clock.ts";
import { crashAfter } from "../support/watched-database.ts";
import { type MailRoom, openMailRoom } from "./mail-room.ts";

let room: MailRoom;
let deps: Deps;
let campaign: Campaign;

beforeAll(async () => {
  room = await openMailRoom();
  deps = room.deps;
});
beforeEach(async () => {
  campaign = await loadTestCampaign(deps.database);
});
afterAll(() => room.close());

test("an address that the other side does not know is given up, with a reason that names nobody", async () => {
  const { ref } = await room.sign(campaign, "unknown.kate");
  expect(await room.sendDue(campaign)).toEqual(["failed"]);
  room.core.clock.advance(day);
  expect(await room.sendDue(campaign)).toEqual([]);
  const letter = await room.letterOf(ref, "confirm");
  expect(letter).toMatchObject({ state: "failed", attempts: 1 });
  expect(letter?.reason).toMatch(/^550/);
  expect(letter?.reason).not.toMatch(/kate|example\.org/);
});

test("a mailbox that is full is tried again, later each time, and given up after some days", async () => {
  const { clock } = room.core;
  const { ref } = await room.sign(campaign, "full.lena");
  const waits: number[] = [];
  let letter = await room.letterOf(ref, "confirm");
  for (let tries = 0; letter?.state === "due" && tries < 40; tries += 1) {
    clock.advance(Math.max(0, letter.dueAt.getTime() - clock.now().getTime()));
    await room.sendDue(campaign);
    letter = await room.letterOf(ref, "confirm");
    if (letter?.state === "due") waits.push(letter.dueAt.getTime() - clock.now().getTime());
  }
  expect(letter).toMatchObject({ state: "failed", attempts: 20 });
  expect(waits.slice(0, 3).map((wait) => Math.round(wait / (10 * second)))).toEqual([1, 2, 4]);
  expect(Math.max(...waits)).toBeLessThanOrEqual(3 * hour);
  expect(room.mailsTo("full")).toEqual([]);
});

test("a greylisted mail arrives with its second try", async () => {
  await room.sign(campaign, "greylisted.mia");
  expect(await room.sendDue(campaign)).toEqual(["deferred"]);
  room.core.clock.advance(10 * second);
  expect(await room.sendDue(campaign)).toEqual(["sent"]);
  expect(room.mailsTo("greylisted")).toHaveLength(1);
});

test("a server that takes the mail and never answers is tried again under the same Message-ID", async () => {
  await room.sign(campaign, "hanging.nora");
  expect(await room.sendDue(campaign)).toEqual(["deferred"]);
  room.core.clock.advance(10 * second);
  expect(await room.sendDue(campaign)).toEqual(["deferred"]);
  const ids = room.mailsTo("hanging").map(({ messageId }) => messageId);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

test("workers with the same letter send one mail", async () => {
  const { ref } = await room.sign(campaign, "olga");
  const id = (await room.letterOf(ref, "confirm"))?._id ?? "";
  const { mailer } = room;
  const outcomes = await Promise.all(Array.from({ length: 6 }, () => sendLetter({ ...deps, mailer }, id)));
  expect(outcomes.filter((outcome) => outcome === "sent")).toHaveLength(1);
  expect(room.mailsTo("olga")).toHaveLength(1);
});

test("a worker that dies over a letter leaves it due: it goes out, twice at most and recognisable, and is noted", async () => {
  const { mailer } = room;
  let died = 0;
  for (let ended = ""; ended !== "sent"; died += 1) {
    const who = `paula${died}`;
    const { ref } = await room.sign(campaign, who);
    const id = (await room.letterOf(ref, "confirm"))?._id ?? "";
    const database = crashAfter(deps.database, died + 1);
    ended = await sendLetter({ ...deps, database, mailer }, id).catch(() => "died");
    room.core.clock.advance(hour);
    await room.sendDue(campaign);
    const mails = room.mailsTo(who);
    expect([1, 2]).toContain(mails.length);
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
    expect((await room.letterOf(ref, "confirm"))?.state).toBe("sent");
    expect((await room.letterOf(ref, "remind"))?.state).toBe("due");
  }
  expect(died).toBeGreaterThan(5);
});
