import { afterAll, beforeAll, expect, test } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import { makeToken } from "#campaigns/platform/sealing/line-tokens.ts";
import { takeReturnedMail } from "#campaigns/returned-mail/take-returned-mail.ts";
import { readReceipt } from "#campaigns/signing/receipts/read-receipt.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { minute } from "../support/test-clock.ts";
import { bounceReport } from "../updates/reports.ts";
import { type MailRoom, openMailRoom } from "./mail-room.ts";

let room: MailRoom;
let deps: Deps;

beforeAll(async () => {
  room = await openMailRoom({ SHEAF_BOUNCE_ADDRESS: "b-*@bounces.sheaf.test" });
  deps = room.deps;
});
afterAll(() => room.close());

test("a letter over several entries comes back to all of them, and each receipt says so; one made later is not told", async () => {
  const campaign = await loadTestCampaign(deps.database);
  const made = [];
  for (const country of ["GB", "TH", "FR"]) made.push((await room.sign(campaign, "annika", { country })).ref);
  await room.sendDue(campaign);
  expect(room.mailsTo("annika")).toHaveLength(1);
  await room.advance(minute);
  const later = (await room.sign(campaign, "annika")).ref;
  const returnTo = room.server.received.findLast(({ to }) => to[0] === "annika@example.org")?.from ?? "";
  expect(await takeReturnedMail(deps, bounceReport({ to: returnTo }), [returnTo])).toBe("hard-bounce");
  for (const ref of made) {
    expect(await deps.database.pending.findOne({ _id: ref })).toMatchObject({
      returned: { kind: "hard-bounce" },
    });
    expect(await readReceipt(deps, makeToken(deps.keys, "receipt", ref))).toMatchObject({ returned: true });
  }
  expect((await deps.database.pending.findOne({ _id: later }))?.returned).toBeUndefined();
  expect(await readReceipt(deps, makeToken(deps.keys, "receipt", later))).not.toHaveProperty("returned");
});
