import type { Types } from "mongoose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database, Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { foldSheets } from "#campaigns/signing/tallies/fold-sheets.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { expectExact, settle, unprocessedSheets } from "../support/settle.ts";
import { countedSignature, freshLink, signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { countCommands, holdAfter } from "../support/watched-database.ts";

/**
 * A worker that was held up (a long pause of the machine, SIGSTOP) goes on with a sheet that another worker has
 * finished meanwhile, and after which more has happened. It must change nothing.
 */
type Case = {
  title: string;
  /** Brings the roll to where the late run begins; gives the sheet of the late run. */
  prepare(campaign: Campaign): Promise<Types.ObjectId>;
  /** What happens after another worker has finished that sheet. */
  afterwards(campaign: Campaign): Promise<unknown>;
  total: number;
};

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

async function onlySheet(campaign: Campaign): Promise<Types.ObjectId> {
  const [sheet, ...others] = await unprocessedSheets(deps, campaign);
  if (!sheet || others.length > 0) throw new Error(`${others.length + 1} sheets wait, one was expected.`);
  return sheet;
}

async function lastSheet(campaign: Campaign): Promise<Types.ObjectId> {
  const sheet = (await unprocessedSheets(deps, campaign)).at(-1);
  if (!sheet) throw new Error("No sheet waits.");
  return sheet;
}

async function withdraw(campaign: Campaign): Promise<void> {
  const sheet = await deps.database.sheets.findOne({ campaign: campaign.ordinal, kind: "counting" });
  if (!sheet) throw new Error("Nobody has signed.");
  await withdrawSignature(deps, freshLink(deps, "withdraw", { sheet: sheet._id, line: 0 }), "withdrawn");
}

const cases: Case[] = [
  {
    title: "of a first signature, withdrawn since",
    async prepare(campaign) {
      await signAs(deps, campaign, "anna");
      return onlySheet(campaign);
    },
    afterwards: withdraw,
    total: 0,
  },
  {
    title: "of a first signature, withdrawn and given again since",
    async prepare(campaign) {
      await signAs(deps, campaign, "anna");
      return onlySheet(campaign);
    },
    async afterwards(campaign) {
      await withdraw(campaign);
      await settle(deps, campaign);
      await signAs(deps, campaign, "anna", { country: "TH" });
    },
    total: 1,
  },
  {
    title: "of a repeat, withdrawn since",
    async prepare(campaign) {
      await countedSignature(deps, campaign, "anna");
      await signAs(deps, campaign, "anna");
      return onlySheet(campaign);
    },
    afterwards: withdraw,
    total: 0,
  },
  {
    title: "of a signature given again, which another worker takes up before the withdrawal",
    async prepare(campaign) {
      await countedSignature(deps, campaign, "anna");
      await withdraw(campaign);
      await signAs(deps, campaign, "anna", { country: "TH" });
      return lastSheet(campaign);
    },
    afterwards: () => Promise.resolve(),
    total: 1,
  },
  {
    title: "of a signature given again",
    async prepare(campaign) {
      await countedSignature(deps, campaign, "anna");
      await withdraw(campaign);
      await settle(deps, campaign);
      await signAs(deps, campaign, "anna", { country: "TH" });
      return onlySheet(campaign);
    },
    afterwards: withdraw,
    total: 0,
  },
  {
    title: "of a second withdrawal, after which she signed again",
    async prepare(campaign) {
      await countedSignature(deps, campaign, "anna");
      await withdraw(campaign);
      await withdraw(campaign);
      const [first] = await unprocessedSheets(deps, campaign);
      if (first) await processSheet(deps, first);
      return onlySheet(campaign);
    },
    async afterwards(campaign) {
      await signAs(deps, campaign, "anna", { country: "TH" });
    },
    total: 1,
  },
];

describe.each(cases)("a late run $title", ({ prepare, afterwards, total }) => {
  test("changes nothing, wherever it was held up", async () => {
    const first = await loadTestCampaign(deps.database, { verification: "none" });
    const sheet = await prepare(first);
    const commands = await countCommands(deps.database, (database) =>
      processSheet({ ...deps, database }, sheet),
    );
    expect(commands).toBeGreaterThan(1);
    for (let held = 1; held <= commands; held += 1) {
      const campaign = await loadTestCampaign(deps.database, { verification: "none" });
      const late = await prepare(campaign);
      const step = (database: Database) => processSheet({ ...deps, database }, late);
      await holdAfter(deps.database, held, step, async () => {
        await processSheet(deps, late);
        await foldSheets(deps, campaign.ordinal);
        await afterwards(campaign);
        await settle(deps, campaign);
      });
      await settle(deps, campaign);
      await expectExact(deps, campaign, total);
    }
  });
});
