import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { MailTransport } from "#campaigns/mail/transport.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { waitFor } from "../support/wait-for.ts";
import { type MailRoom, openMailRoom } from "./mail-room.ts";

let room: MailRoom;
let campaign: Campaign;

beforeAll(async () => {
  room = await openMailRoom();
});
beforeEach(async () => {
  campaign = await loadTestCampaign(room.deps.database);
});
afterAll(() => room.close());

test("an entry that comes while her letter is on its way does not hold that letter back", async () => {
  const { promise: mayArrive, resolve: arrive } = Promise.withResolvers<void>();
  const { promise: leaves, resolve: leave } = Promise.withResolvers<void>();
  const pool: MailTransport["pool"] = {
    ...room.transport.pool,
    async send(mail) {
      leave();
      await mayArrive;
      return room.transport.pool.send(mail);
    },
  };
  const sender = room.openSender(room.deps, { ...room.transport, pool });
  const { ref } = await room.sign(campaign, "jana");
  const sending = sender.sendDue();
  await leaves;
  const later = await room.sign(campaign, "jana");
  await sender.sendDue();
  await waitFor(
    "the later entry to be held back",
    async () => (await room.letterOf(later.ref, "confirm"))?.state === "held",
  );
  arrive();
  await sending;
  await sender.settled();
  expect((await room.letterOf(ref, "confirm"))?.state).toBe("sent");
  expect(room.mailsTo("jana")).toHaveLength(1);
});

test("a letter that is held back goes when its time has come, though no sweep looks for it", async () => {
  let asked = 0;
  const limits: MailTransport["limits"] = {
    points: 1,
    async take(_domain, wanted) {
      asked += 1;
      return asked === 1 ? { mails: 0, again: 200 } : { mails: wanted, again: 0 };
    },
  };
  const sender = room.openSender(room.deps, { ...room.transport, limits });
  await room.sign(campaign, "karla");
  await sender.sendDue();
  await waitFor("her letter", () => room.mailsTo("karla").length > 0);
  await sender.settled();
  expect(asked).toBe(2);
});

test("letters leave when the mail server is back, though no sweep looks for them", async () => {
  let isAway = true;
  const pool: MailTransport["pool"] = {
    ...room.transport.pool,
    async send(mail) {
      if (isAway) return { kind: "away", code: "ECONNECTION", reason: "No mail server answers." };
      return room.transport.pool.send(mail);
    },
  };
  const sender = room.openSender(room.deps, { ...room.transport, pool });
  await room.sign(campaign, "lotte");
  expect(await sender.sendDue()).toBe(true);
  await sender.settled();
  isAway = false;
  await waitFor("her letter", () => room.mailsTo("lotte").length > 0);
});
