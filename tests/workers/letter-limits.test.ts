import type { ParsedMail } from "mailparser";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { requestLinks } from "#campaigns/letters/request-links.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { readToken } from "#campaigns/platform/sealing/line-tokens.ts";
import { countedSignature } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { day, hour, minute, second } from "../support/test-clock.ts";
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

/** How many entries a mail names. */
function entriesIn(mail: ParsedMail | undefined): number {
  const more = Number(/and (\d+) more/.exec(mail?.text ?? "")?.[1] ?? 0);
  return (mail?.text?.match(/Entered on /g) ?? []).length + more;
}

test("however many entries strangers make at once, one letter is over all of them", async () => {
  for (let turn = 0; turn < 12; turn += 1) await room.sign(campaign, "hanna", { name: `Insult ${turn}` });
  const { ref } = await room.sign(campaign, "hanna");
  for (let again = 0; again < 3; again += 1) await room.sendDue(campaign);
  const [letter, ...others] = room.mailsTo("hanna");
  expect(others).toEqual([]);
  expect(entriesIn(letter)).toBe(13);
  expect(letter?.text).toContain("United Kingdom");
  expect(letter?.text).not.toContain("Insult");
  expect(readToken(deps.keys, "confirm", tokenIn(letter, "confirm"))).toEqual(ref);
  const states = await deps.database.letters.distinct("state", { campaign: campaign.ordinal });
  expect(states).toEqual(["sent"]);
});

test("the first letter goes at once, the next after an hour, three within a day", async () => {
  const letters: number[] = [];
  for (const passed of [0, 0.9, 0.2, 0.9, 0.2, 5, 15, 2]) {
    await room.advance(passed * hour);
    await room.sign(campaign, "hilda");
    await room.sendDue(campaign);
    letters.push(room.mailsTo("hilda").length);
  }
  // After 0, 0.9, 1.1, 2, 2.2, 7.2, 22.2 and 24.2 hours.
  expect(letters).toEqual([1, 1, 2, 2, 3, 3, 3, 4]);
});

test("her own entry among strangers' gets its letter: held back, never lost, about all that waits by then", async () => {
  for (let turn = 0; turn < 5; turn += 1) await room.sign(campaign, "ida");
  await room.sendDue(campaign);
  const { ref } = await room.sign(campaign, "ida", { country: "TH" });
  await room.sendDue(campaign);
  expect(room.mailsTo("ida")).toHaveLength(1);
  expect((await room.letterOf(ref, "confirm"))?.state).toBe("held");
  await room.advance(hour + second);
  await room.sendDue(campaign);
  const [, letter] = room.mailsTo("ida");
  expect(letter?.text).toContain("Thailand");
  expect(entriesIn(letter)).toBe(6);
  expect(readToken(deps.keys, "confirm", tokenIn(letter, "confirm"))).toEqual(ref);
});

test("weeks of attempts by strangers take nothing from her: her own entry has its letter within the day", async () => {
  for (let passed = 0; passed < 5; passed += 1) {
    for (let turn = 0; turn < 2; turn += 1) await room.sign(campaign, "irma");
    await room.sendDue(campaign);
    await room.advance(day + minute);
  }
  const before = room.mailsTo("irma").length;
  const { ref } = await room.sign(campaign, "irma");
  await room.sendDue(campaign);
  expect(room.mailsTo("irma")).toHaveLength(before + 1);
  await room.confirm(campaign, ref);
  await room.sendDue(campaign);
  expect(tokenIn(room.mailsTo("irma").at(-1), "withdraw")).not.toBe("");
});

test("the limit is the mailbox's over all campaigns, whatever spelling of it is entered", async () => {
  const other = await loadTestCampaign(deps.database);
  await room.sign(campaign, "judith");
  await room.sendDue(campaign);
  await room.sign(other, "JUDITH+x");
  await room.sendDue(other);
  expect(room.mailsTo("judith")).toHaveLength(1);
  await room.advance(hour + second);
  await room.sendDue(other);
  expect(room.mailsTo("judith")).toHaveLength(2);
});

test("nothing that is kept of a mailbox's letters names a campaign, a person or a letter", async () => {
  const { ref } = await room.sign(campaign, "johanna");
  await room.sendDue(campaign);
  const kept = JSON.stringify(await deps.database.mailboxes.find().toArray());
  const letter = await room.letterOf(ref, "confirm");
  expect(kept).not.toContain(ref.sheet.toHexString());
  expect(kept).not.toContain(letter?.person?.toString("base64") ?? "none");
});

test("a process whose clock is hours ahead sends nothing before its time, and a server's holds nothing back", async () => {
  await room.sign(campaign, "julia");
  await room.sendDue(campaign);
  // The servers' clock alone, not MongoDB's.
  room.core.clock.advance(3 * hour);
  await room.sign(campaign, "julia");
  await room.sign(campaign, "jutta");
  await room.sendDue(campaign);
  expect(room.mailsTo("julia")).toHaveLength(1);
  expect(room.mailsTo("jutta")).toHaveLength(1);
});

test("nobody is flooded with links that a stranger asks for, one after another or at once", async () => {
  await countedSignature(deps, campaign, "jana");
  await room.sendDue(campaign);
  const before = room.mailsTo("jana").length;
  for (let turn = 0; turn < 12; turn += 1) {
    await requestLinks(deps, campaign, { email: "jana@example.org", locale: "en" });
    if (turn % 2) await room.sendDue(campaign);
    await room.advance(4 * minute);
  }
  for (let again = 0; again < 3; again += 1) await room.sendDue(campaign);
  expect(room.mailsTo("jana")).toHaveLength(before + 3);
});

test("entries that strangers make do not use up the links that she asks for", async () => {
  await countedSignature(deps, campaign, "jette");
  await room.sendDue(campaign);
  for (let turn = 0; turn < 4; turn += 1) {
    await room.sign(campaign, "jette");
    await room.sendDue(campaign);
    await room.advance(hour + second);
  }
  const before = room.mailsTo("jette").length;
  await requestLinks(deps, campaign, { email: "jette@example.org", locale: "en" });
  await room.sendDue(campaign);
  expect(room.mailsTo("jette")).toHaveLength(before + 1);
});

test("the share of one mailbox is not taken from another", async () => {
  for (let turn = 0; turn < 6; turn += 1) await room.sign(campaign, "karla");
  await room.sign(campaign, "klara");
  for (let again = 0; again < 3; again += 1) await room.sendDue(campaign);
  expect(room.mailsTo("klara")).toHaveLength(1);
});
