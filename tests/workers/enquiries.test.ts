import { afterAll, beforeAll, expect, test } from "vitest";
import { sendEnquiry } from "#campaigns/letters/enquiries/send-enquiry.ts";
import { addReader } from "../support/add-reader.ts";
import { readRedis } from "../support/read-redis.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
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

test("letters come from the organisation whose petition was signed, name its office, and thanks have a link to pass on", async () => {
  const campaign = await loadTestCampaign(room.deps.database, { organisations: { th: "ecpat-thailand" } });
  const { ref } = await room.sign(campaign, "olga", { petition: "th", country: "TH" });
  await room.sendDue(campaign);
  await room.confirm(campaign, ref);
  await room.sendDue(campaign);
  const [asked, thanked] = room.mailsTo("olga@");
  for (const mail of [asked, thanked]) {
    expect(mail?.from?.value).toEqual([{ name: "ecpat-thailand (Sheaf)", address: "no-reply@sheaf.test" }]);
    expect(mail?.subject).toContain(campaign.pages.en?.name);
    expect(mail?.text).toContain(`To: ${campaign.petitions.find(({ id }) => id === "th")?.target.en}`);
    expect(mail?.text).toContain("The petition belongs to ecpat-thailand");
  }
  const shared = `http://sheaf.test/c/${campaign.slug}/th?source=mail`;
  expect(thanked?.text).toContain(shared);
  expect(asked?.text).not.toContain(shared);
});

test("a letter about entries for several petitions names none of their offices", async () => {
  const campaign = await loadTestCampaign(room.deps.database, { organisations: { th: "ecpat-thailand" } });
  await room.sign(campaign, "petra", { petition: "th" });
  await room.sign(campaign, "petra", { petition: "ph", name: "Petra Other" });
  await room.sendDue(campaign);
  const [mail] = room.mailsTo("petra@");
  expect(mail?.text).not.toContain("To: ");
  expect(mail?.from?.value[0]?.name).toContain("(Sheaf)");
});
