import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database, Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { foldSheets } from "#campaigns/signing/tallies/fold-sheets.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { expectExact, settle, unprocessedSheets } from "../support/settle.ts";
import { confirmEntry, countedSignature, freshLink, signAs } from "../support/signing.ts";
import { loadTestCampaign, type TestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { Crash, crashAfter } from "../support/watched-database.ts";

/** A sheet that is processed, and the worker dies after each command of it in turn. */
type Case = {
  title: string;
  campaign: TestCampaign;
  prepare(campaign: Campaign): Promise<unknown>;
  total: number;
};

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

const family = { email: "family@example.org", postcode: "10110" };

const cases: Case[] = [
  {
    title: "new signatures and repeats",
    campaign: { verification: "none" },
    async prepare(campaign) {
      await countedSignature(deps, campaign, "anna");
      // The first opens a sheet of its own; the others share the next.
      await Promise.all(["eva", "anna", "ben", "ben", "carl"].map((who) => signAs(deps, campaign, who)));
    },
    total: 4,
  },
  {
    title: "signatures given again",
    campaign: { verification: "none" },
    async prepare(campaign) {
      const { ref } = await countedSignature(deps, campaign, "anna");
      await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "not-me");
      await settle(deps, campaign);
      await Promise.all(["eva", "anna", "ben"].map((who) => signAs(deps, campaign, who)));
    },
    total: 3,
  },
  {
    title: "withdrawals",
    campaign: { verification: "none" },
    async prepare(campaign) {
      const signed = [];
      for (const who of ["anna", "ben", "carl"]) signed.push(await countedSignature(deps, campaign, who));
      const links = signed.slice(0, 2).map(({ ref }) => freshLink(deps, "withdraw", ref));
      await Promise.all([...links, ...links].map((link) => withdrawSignature(deps, link, "withdrawn")));
    },
    total: 1,
  },
  {
    title: "two people of one mailbox",
    campaign: { verification: "none", sharedMailbox: true, asksPostcode: true },
    async prepare(campaign) {
      const names = ["Eva", "Anna Two", "Ben Two", "Anna Two", "Carl Three"];
      await Promise.all(
        names.map((name) =>
          signAs(deps, campaign, "", {
            ...family,
            name,
            ...(name === "Eva" && { email: "eva@example.org" }),
          }),
        ),
      );
    },
    total: 3,
  },
  {
    title: "confirmations",
    campaign: { verification: "email" },
    async prepare(campaign) {
      const signed = await Promise.all(
        ["eva", "anna", "ben", "anna"].map((who) => signAs(deps, campaign, who)),
      );
      await settle(deps, campaign);
      await Promise.all(signed.map(({ ref }) => confirmEntry(deps, ref)));
    },
    total: 3,
  },
];

async function runToEnd(campaign: Campaign, database: Database): Promise<void> {
  for (const id of await unprocessedSheets(deps, campaign)) await processSheet({ ...deps, database }, id);
  await foldSheets({ ...deps, database }, campaign.ordinal);
}

/** What a campaign came to, without what differs from run to run: which lines share a sheet, and their order on it. */
async function readState(campaign: Campaign) {
  const { sheets, signatures, letters, pending } = deps.database;
  const own = { campaign: campaign.ordinal };
  const worked = await sheets.find(own).toArray();
  const roll = (await signatures.find().toArray()).filter(
    ({ _id }) => _id.readUInt32BE(0) === campaign.ordinal,
  );
  return {
    states: [...new Set(worked.map(({ state, sealed }) => `${state} ${sealed ? "sealed" : "emptied"}`))],
    lines: worked
      .flatMap(({ kind, outcomes }) => (outcomes ?? []).map((outcome) => `${kind} ${outcome}`))
      .sort(),
    roll: roll
      .map(({ state, moves, sealed }) => {
        const moved = (moves ?? []).map(({ to, reason }) => `${to} ${reason}`).join(", ");
        return `${state} ${moved} ${sealed ? "sealed" : "erased"}`;
      })
      .sort(),
    letters: (await letters.find(own).toArray()).map(({ purpose, state }) => `${purpose} ${state}`).sort(),
    pending: await pending.countDocuments(own),
  };
}

describe.each(cases)("a worker that dies over $title", ({ campaign: options, prepare, total }) => {
  test("leaves nothing that the next one can't finish, after whichever command it died", async () => {
    const undisturbed = await loadTestCampaign(deps.database, options);
    await prepare(undisturbed);
    await settle(deps, undisturbed);
    const expected = await readState(undisturbed);
    let died = 0;
    for (let crashed = true; crashed; died += 1) {
      const campaign = await loadTestCampaign(deps.database, options);
      await prepare(campaign);
      crashed = await dies(runToEnd(campaign, crashAfter(deps.database, died + 1)));
      await settle(deps, campaign);
      await expectExact(deps, campaign, total);
      expect(await readState(campaign)).toEqual(expected);
    }
    expect(died).toBeGreaterThan(6);
  });
});

/** False when the work was done before its worker could die. */
async function dies(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return false;
  } catch (error) {
    if (error instanceof Crash) return true;
    throw error;
  }
}
