import { afterAll, beforeAll, expect, test } from "vitest";
import { sendEnquiry } from "#campaigns/letters/enquiries/send-enquiry.ts";
import { addReader } from "../support/add-reader.ts";
import { readRedis } from "../support/read-redis.ts";
import { type MailRoom, openMailRoom } from "./mail-room.ts";

let room: MailRoom;
beforeAll(async () => {
  room = await openMailRoom();
});
afterAll(() => room.close());

const enquiry = {
  organisation: "ecpat-sweden",
  name: "Zoë Kanarienvogel",
  email: "zoe@kanarienvogel.example",
  text: "First line.\n\nSecond <b>line</b>.\u202e",
};

async function sendDue(): Promise<void> {
  const sender = room.openSender();
  await sender.sendDue();
  await sender.settled();
}

test("a message reaches those who run the organisation's campaigns, in their language; an answer goes to who wrote it", async () => {
  await addReader(room.deps, "ecpat-sweden", "nina@ecpat.example", "fr");
  await addReader(room.deps, "ecpat-uk", "other@ecpat.example", "fr");
  expect(await sendEnquiry(room.deps, enquiry)).toEqual({ kind: "sent" });
  expect(await readRedis(room.core.config.REDIS_URL)).not.toMatch(/kanarienvogel|Zoë|First line/i);
  await sendDue();
  const [mail, ...more] = room.mailsTo("nina@");
  expect(more).toEqual([]);
  expect(room.mailsTo("other@")).toEqual([]);
  expect(mail?.replyTo?.text).toBe("zoe@kanarienvogel.example");
  expect(mail?.subject).toContain("Un message pour");
  expect(mail?.text).toContain("First line.");
  expect(mail?.text).toContain("Second <b>line</b>.");
  expect(mail?.html).toContain("Second &lt;b&gt;line&lt;/b&gt;.");
  expect(await room.deps.database.letters.distinct("state", { purpose: "enquiry" })).toEqual(["sent"]);
});

test("an organisation without an account of its own is read by the secretariat, and what outlived its day is skipped with a reason", async () => {
  await addReader(room.deps, "ecpat-international", "lead@ecpat.example", "fr");
  expect(await sendEnquiry(room.deps, { ...enquiry, organisation: "ecpat-usa" })).toEqual({ kind: "sent" });
  await room.deps.database.enquiries.deleteMany({});
  await sendDue();
  expect(room.mailsTo("lead@")).toEqual([]);
  const skipped = await room.deps.database.letters.findOne({ purpose: "enquiry", state: "skipped" });
  expect(skipped?.reason).toContain("kept for a day");
});
