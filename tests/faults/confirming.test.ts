import { afterAll, beforeAll, expect, test } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { recountRoll } from "#campaigns/signing/tallies/recount-roll.ts";
import { endLeases } from "../support/end-leases.ts";
import type { Fleet, FleetName } from "../support/fleet.ts";
import { waitFor } from "../support/wait-for.ts";
import { type ConfirmingCrowd, lettersOf, startConfirmingCrowd } from "./confirming-crowd.ts";
import { longEnough, openStage, type Stage } from "./stage.ts";

let stage: Stage;
let fleet: Fleet;

beforeAll(async () => {
  stage = await openStage();
  fleet = stage.fleet;
});
afterAll(() => stage.close());

/** Steps of the confirmed way, and how it is seen that something is in the middle of one. */
const steps: Record<string, (campaign: number) => Promise<unknown>> = {
  "signatures wait to be worked off": (campaign) =>
    stage.deps.database.sheets.findOne({ campaign, kind: "confirming", state: "received" }),
  "letters are taken and not noted": (campaign) =>
    stage.deps.database.letters.findOne({ campaign, state: "due", lease: { $exists: true } }),
  "clicks wait to be worked off": (campaign) =>
    stage.deps.database.sheets.findOne({ campaign, kind: "counting", state: "received" }),
  "counts wait to be folded": (campaign) =>
    stage.deps.database.sheets.findOne({ campaign, state: "processed" }),
};

const killed: readonly [FleetName, string][] = [
  ["workers", "signatures wait to be worked off"],
  ["workers", "letters are taken and not noted"],
  ["workers", "clicks wait to be worked off"],
  ["workers", "counts wait to be folded"],
  ["server", "clicks wait to be worked off"],
  ["mongod", "letters are taken and not noted"],
  ["redis", "letters are taken and not noted"],
];

test(
  "whatever is killed at whatever step, everybody gets her letter, confirms and is thanked, and none twice but under one Message-ID",
  async () => {
    const campaign = await stage.openCampaign("email");
    const crowd = startConfirmingCrowd(fleet, campaign.slug);
    for (const [name, step] of killed) {
      await crowd.confirmMore(4);
      await waitFor(step, async () => (await steps[step]?.(campaign.ordinal)) !== null);
      await fleet.kill(name);
      if (name === "redis") fleet.emptyRedis();
      await fleet.start(name);
    }
    await expectAllThanked(campaign, crowd);
  },
  longEnough,
);

async function expectAllThanked(campaign: Campaign, crowd: ConfirmingCrowd): Promise<void> {
  const { database } = stage.deps;
  const { ordinal } = campaign;
  // What a killed process had taken is free again after half a minute: the test does not wait for it.
  await endLeases(database.letters);
  await crowd.finish(200_000).catch(async (error: Error) => {
    const letters = await database.letters.find({ campaign: ordinal, state: { $ne: "sent" } }).toArray();
    throw new Error(`${error.message} Letters: ${JSON.stringify(letters)}`);
  });
  // Thanks are due once a click is worked off: letters are looked at after the last of these.
  const unfolded = { campaign: ordinal, state: { $ne: "folded" as const } };
  const isFolded = async () => (await database.sheets.countDocuments(unfolded)) === 0;
  await waitFor("all to be folded", isFolded, 120_000);
  await waitFor(
    "all letters to be noted",
    async () => (await database.letters.countDocuments({ campaign: ordinal, state: "due" })) === 0,
    120_000,
  );
  const lacking = [...crowd.signed].filter(
    (who) => !crowd.confirmed.has(who) || lettersOf(fleet, who, "thanks").length === 0,
  );
  expect(lacking).toEqual([]);
  const doubled = [...crowd.signed].filter((who) =>
    (["confirm", "thanks"] as const).some((kind) => {
      const ids = lettersOf(fleet, who, kind).map(({ mail }) => mail.messageId);
      return new Set(ids).size !== 1;
    }),
  );
  expect(doubled).toEqual([]);
  const roll = crowd.confirmed.size;
  expect(await recountRoll(database, ordinal)).toEqual({ roll, total: roll, unfolded: 0, drift: [] });
}
