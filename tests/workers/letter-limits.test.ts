import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { requestLinks } from "#campaigns/letters/request-links.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { LineRef } from "#campaigns/platform/sealing/line-tokens.ts";
import { countedSignature } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { day, second } from "../support/test-clock.ts";
import { type MailRoom, openMailRoom, tokenIn } from "./mail-room.ts";

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

test("a mailbox gets three mails a day at most, however many are asked for at once", async () => {
  for (let turn = 0; turn < 12; turn += 1) await room.sign(campaign, "hanna");
  for (let again = 0; again < 5; again += 1) await room.sendDue(campaign);
  expect(room.mailsTo("hanna")).toHaveLength(3);
});

test("the day's share is that of the day on which mails go out, reminders included", async () => {
  for (let turn = 0; turn < 2; turn += 1) await room.sign(campaign, "hilda");
  for (let again = 0; again < 3; again += 1) await room.sendDue(campaign);
  room.core.clock.advance(2 * day);
  for (let turn = 0; turn < 3; turn += 1) await room.sign(campaign, "hilda");
  for (let again = 0; again < 5; again += 1) await room.sendDue(campaign);
  expect(room.mailsTo("hilda").length).toBeLessThanOrEqual(5);
});

test("a signature gets five mails at most, its thanks among them, whatever strangers do", async () => {
  let owner: LineRef | undefined;
  for (let passed = 0; passed < 8; passed += 1) {
    for (let turn = 0; turn < 4; turn += 1) {
      const { ref } = await room.sign(campaign, "ida");
      owner ??= ref;
    }
    for (let again = 0; again < 3; again += 1) await room.sendDue(campaign);
    room.core.clock.advance(day);
  }
  if (owner) await room.confirm(campaign, owner);
  await room.sendDue(campaign);
  expect(tokenIn(room.mailsTo("ida").at(-1), "withdraw")).not.toBe("");
  for (let passed = 0; passed < 5; passed += 1) {
    await room.sign(campaign, "ida");
    room.core.clock.advance(day);
    await room.sendDue(campaign);
  }
  expect(room.mailsTo("ida")).toHaveLength(5);
});

test("nobody is flooded with links that a stranger asks for, one after another or at once", async () => {
  await countedSignature(deps, campaign, "jana");
  await room.sendDue(campaign);
  for (let turn = 0; turn < 20; turn += 1) {
    await requestLinks(deps, campaign, { email: "jana@example.org", locale: "en" });
    if (turn % 2) await room.sendDue(campaign);
    room.core.clock.advance(60 * second);
  }
  for (let again = 0; again < 3; again += 1) await room.sendDue(campaign);
  const mails = room.mailsTo("jana");
  expect(mails.length).toBeGreaterThan(3);
  expect(mails.length).toBeLessThanOrEqual(6);
});

test("the share of one mailbox is not taken from another", async () => {
  for (let turn = 0; turn < 6; turn += 1) await room.sign(campaign, "karla");
  await room.sign(campaign, "klara");
  for (let again = 0; again < 3; again += 1) await room.sendDue(campaign);
  expect(room.mailsTo("klara")).toHaveLength(1);
});
