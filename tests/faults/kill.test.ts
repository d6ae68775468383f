import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "#campaigns/open.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import type { Fleet } from "../support/fleet.ts";
import { waitFor } from "../support/wait-for.ts";
import { send, startCrowd } from "./crowd.ts";
import { longEnough, openStage, type Stage, signMore } from "./stage.ts";

let stage: Stage;
let fleet: Fleet;
let database: Database;

beforeAll(async () => {
  stage = await openStage();
  fleet = stage.fleet;
  database = stage.deps.database;
});
afterAll(() => stage.close());

const dieInFold = fileURLToPath(new URL("./die-in-fold.ts", import.meta.url));

test(
  "workers killed in the middle of sheets, again and again, lose and double nothing",
  async () => {
    const campaign = await stage.openCampaign();
    const crowd = startCrowd(fleet.url, campaign.slug);
    for (let killed = 0; killed < 4; killed += 1) {
      await signMore(crowd, 200);
      await waitFor("work to be under way", async () => {
        return (await database.sheets.countDocuments({ campaign: campaign.ordinal, state: "received" })) > 0;
      });
      await fleet.kill("workers");
      await fleet.start("workers");
    }
    await crowd.stop();
    await stage.expectAllCounted(campaign, crowd);
    expect(crowd.answers.filter(({ status }) => status !== 202)).toEqual([]);
  },
  longEnough,
);

test(
  "a worker killed in the middle of a fold holds up the count for half a minute at most",
  async () => {
    const campaign = await stage.openCampaign();
    await fleet.kill("workers");
    const crowd = startCrowd(fleet.url, campaign.slug);
    await signMore(crowd, 50);
    await crowd.stop();
    const sheets = await database.sheets.find({ campaign: campaign.ordinal }).toArray();
    for (const { _id } of sheets) await processSheet(stage.deps, _id);
    const args = [dieInFold, fleet.config.MONGODB_URI, `${campaign.ordinal}`];
    expect(spawnSync(process.execPath, args).signal).toBe("SIGKILL");
    await fleet.start("workers");
    await stage.expectAllCounted(campaign, crowd, 40_000);
  },
  longEnough,
);

test(
  "a server killed between storing and adding the job loses no line that it acknowledged",
  async () => {
    const campaign = await stage.openCampaign();
    await send(fleet.url, campaign.slug, "warm");
    // Redis hangs: what is stored now can't be told to the workers, and then the server that knows of it dies.
    fleet.signal("redis", "SIGSTOP");
    const crowd = startCrowd(fleet.url, campaign.slug);
    await signMore(crowd, 300);
    await fleet.kill("server");
    await crowd.stop();
    fleet.signal("redis", "SIGCONT");
    expect(
      await database.sheets.countDocuments({ campaign: campaign.ordinal, state: "received" }),
    ).toBeGreaterThan(0);
    await fleet.start("server");
    await stage.expectAllCounted(campaign, crowd);
  },
  longEnough,
);

test(
  "a server killed under load loses no line that it acknowledged",
  async () => {
    const campaign = await stage.openCampaign();
    const crowd = startCrowd(fleet.url, campaign.slug);
    for (let killed = 0; killed < 3; killed += 1) {
      await signMore(crowd, 150);
      await fleet.kill("server");
      await fleet.start("server");
    }
    await crowd.stop();
    await stage.expectAllCounted(campaign, crowd);
  },
  longEnough,
);
