import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import { type Drift, recountRoll } from "#campaigns/signing/tallies/recount-roll.ts";
import { recountSheets } from "#campaigns/signing/tallies/recount-sheets.ts";
import { expectExact, settle } from "../support/settle.ts";
import { loadTestCampaign, type TestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { History, type Step } from "./history.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

const any = fc.nat({ max: 50 });
const person = fc.nat({ max: 3 });
const order = fc.array(any, { minLength: 1, maxLength: 6 });

const work: fc.Arbitrary<Step> = fc.record({ do: fc.constant("work"), order, dieAfter: fc.nat({ max: 8 }) });

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("sign"), person, spelling: any, countryIndex: any }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("sign together"),
      people: fc.array(person, { minLength: 2, maxLength: 5 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom("confirm", "erase", "withdraw", "withdraw twice"),
      which: any,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("wait too long") }) },
  { weight: 6, arbitrary: work },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("fold"), times: fc.integer({ min: 1, max: 3 }) }) },
);

const longEnough = 300_000;

/** By turns the roll and the sheets. */
async function recount(turn: number, campaign: number): Promise<Drift[]> {
  if (turn % 2 === 1) return recountSheets(deps.database, campaign);
  return (await recountRoll(deps.database, campaign)).drift;
}

/** Plays random histories; the roll is recounted while each step happens, and everything is compared in between. */
async function checkHistories(options: TestCampaign, runs: number): Promise<void> {
  const parts = fc.array(fc.array(steps, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(parts, async (history) => {
      const campaign = await loadTestCampaign(deps.database, options);
      const player = new History(deps, core.clock, campaign);
      for (const part of history) {
        for (const [turn, step] of part.entries()) {
          const [, drift] = await Promise.all([player.play(step), recount(turn, campaign.ordinal)]);
          expect(drift).toEqual([]);
        }
        expect((await recountRoll(deps.database, campaign.ordinal)).drift).toEqual([]);
        await settle(deps, campaign);
        await expectExact(deps, campaign, player.total());
        expect(await player.wrongReceipts()).toEqual([]);
      }
    }),
    { numRuns: runs },
  );
}

test(
  "in any order of signing, withdrawing and working off, total = tallies = recount = who signed last",
  () => checkHistories({ verification: "none" }, 30),
  longEnough,
);

test(
  "the same where signatures are confirmed, erased and expire",
  () => checkHistories({ verification: "email" }, 30),
  longEnough,
);
