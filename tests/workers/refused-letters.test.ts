import { afterAll, beforeAll, expect, test } from "vitest";
import { findSuppressed } from "#campaigns/mail/suppression/find-suppressed.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { makeToken } from "#campaigns/platform/sealing/line-tokens.ts";
import { seal } from "#campaigns/platform/sealing/seal.ts";
import { readReceipt } from "#campaigns/signing/receipts/read-receipt.ts";
import { mailboxKey } from "#campaigns/texts/mailbox-key.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { type MailRoom, openMailRoom } from "./mail-room.ts";

let room: MailRoom;
let deps: Deps;
let campaign: Campaign;

beforeAll(async () => {
  room = await openMailRoom();
  deps = room.deps;
  campaign = await loadTestCampaign(deps.database);
});
afterAll(() => room.close());

async function reasonOf(who: string): Promise<string | undefined> {
  const key = mailboxKey(deps.keys, `${who}@example.org`);
  return (await findSuppressed(deps, [key])).get(key.toString("hex"));
}

test("a letter that the mail server or we ourselves refuse is shown on the receipt as one that came back", async () => {
  const unwritable = "no one@example.org";
  for (const who of ["unknown.rita", "spam.rosa", "ruth"]) {
    const { ref } = await room.sign(campaign, who);
    if (who === "ruth") {
      const entry = await deps.database.pending.findOne({ _id: ref });
      if (!entry) throw new Error("Nothing waits.");
      const { person } = entry.entry;
      const sealed = seal(deps.keys, person, { name: "Ruth", email: unwritable, postcode: "" });
      await deps.database.pending.updateOne({ _id: ref }, { $set: { sealed } });
    }
    const receipt = makeToken(deps.keys, "receipt", ref);
    expect(await readReceipt(deps, receipt)).not.toHaveProperty("returned");
    await room.sendDue(campaign);
    expect(await room.letterOf(ref, "confirm")).toMatchObject({ state: "failed", returned: {} });
    expect(await readReceipt(deps, receipt)).toMatchObject({ returned: true });
  }
  expect([await reasonOf("unknown.rita"), await reasonOf("spam.rosa")]).toEqual(["hard-bounce", undefined]);
  const told = await deps.database.mailEvents.find({ source: "sending" }).toArray();
  expect(told.map(({ kind }) => kind).sort()).toEqual(["about-us", "hard-bounce", "hard-bounce"]);
});

test("an address that was copied with signs nobody sees gets its letter", async () => {
  await room.sign(campaign, "sina", { email: "\u200es\u00adi\u200bna@example.org\u2069" });
  await room.sendDue(campaign);
  expect(room.mailsTo("sina@example.org")).toHaveLength(1);
});
