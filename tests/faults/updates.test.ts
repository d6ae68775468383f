import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { personOf, signatureId } from "#campaigns/petitions/person.ts";
import { dispatchId } from "#campaigns/updates/dispatch.model.ts";
import { claimSize } from "#campaigns/updates/sending/send-range.ts";
import type { Update } from "#campaigns/updates/update.model.ts";
import type { Fleet, FleetName } from "../support/fleet.ts";
import { waitFor } from "../support/wait-for.ts";
import { addSupporters, dispatchesOf, recounted, scheduledUpdate } from "../updates/update-stage.ts";
import { longEnough, openStage, type Stage } from "./stage.ts";

let stage: Stage;
let fleet: Fleet;
let deps: Deps;
let campaign: Campaign;

const minute = 60_000;
const supporters = Array.from({ length: 900 }, (_, number) => `reader${number}`);
/** Ranges that a workers process sends at a time. */
const rangesAtOnce = 2;

beforeAll(async () => {
  stage = await openStage({ SHEAF_MAIL_PER_DOMAIN: "0" });
  ({ fleet, deps } = stage);
});
afterAll(() => stage.close());
beforeEach(async () => {
  campaign = await stage.openCampaign();
  fleet.mails.received.length = 0;
  await addSupporters(deps, campaign, supporters);
});

const received = () => fleet.mails.received.map(({ to }) => to[0] ?? "");

/** Kills something in the middle of a run, once so many mails have come. */
async function killAfter(mails: number, name: FleetName): Promise<void> {
  await waitFor(`${mails} mails`, () => received().length >= mails, minute);
  await fleet.kill(name);
}

/** Nobody got it twice; everybody got it, or is listed as one of whom nobody knows. */
async function expectAccounted(id: Update["_id"], mostUncertain: number): Promise<void> {
  await waitFor(
    "the update to be sent",
    async () => (await deps.database.updates.findById(id).lean())?.state === "sent",
    4 * minute,
  );
  const update = await recounted(deps, id);
  expect(update.planned).toBe(supporters.length);
  expect(update.counts.sent + update.counts.uncertain).toBe(supporters.length);
  expect(update.counts.uncertain).toBeLessThanOrEqual(mostUncertain);
  const got = received();
  expect(new Set(got).size).toBe(got.length);
  const states = new Map(
    (await dispatchesOf(deps, id)).map(({ _id, state }) => [_id.toString("hex"), state]),
  );
  const stateOf = (who: string) =>
    states.get(
      dispatchId(id, signatureId(personOf(deps.keys, campaign, `${who}@example.org`), 0)).toString("hex"),
    );
  const missing = supporters.filter((who) => stateOf(who) === "sent" && !got.includes(`${who}@example.org`));
  expect(missing).toEqual([]);
}

test(
  "a workers process killed in the middle of a range: nobody twice, the rest goes out by itself",
  async () => {
    const { _id } = await scheduledUpdate(deps, campaign);
    await killAfter(100, "workers");
    await fleet.start("workers");
    await expectAccounted(_id, claimSize * rangesAtOnce);
  },
  longEnough,
);

test(
  "Redis killed and emptied in the middle of a range: nobody twice, nothing uncertain, the rest goes out by itself",
  async () => {
    const { _id } = await scheduledUpdate(deps, campaign);
    await killAfter(100, "redis");
    fleet.emptyRedis();
    await fleet.start("redis");
    await expectAccounted(_id, 0);
  },
  longEnough,
);

test(
  "MongoDB killed in the middle of a range: what workers know is written down later, nobody gets it twice",
  async () => {
    const { _id } = await scheduledUpdate(deps, campaign);
    await killAfter(100, "mongod");
    await fleet.start("mongod");
    await expectAccounted(_id, claimSize * rangesAtOnce);
  },
  longEnough,
);
