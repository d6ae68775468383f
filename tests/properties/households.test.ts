import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { recountRoll } from "#campaigns/signing/tallies/recount-roll.ts";
import { type HeldLink, openWithdrawal } from "#campaigns/signing/withdrawal/open-withdrawal.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { expectExact, settle, unprocessedSheets } from "../support/settle.ts";
import { freshLink, signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

const sharedBy = { verification: "none", sharedMailbox: true, asksPostcode: true } as const;
const longEnough = 300_000;

/** Somebody of a mailbox: which of three people, and in which of two spellings of her name. */
const somebody = fc.record({
  mailbox: fc.nat({ max: 2 }),
  name: fc.constantFrom("Anna Family", "Ben Family", "Carl Family"),
  shout: fc.boolean(),
});
type Somebody = { mailbox: number; name: string; shout: boolean };

const together = fc.array(somebody, { minLength: 1, maxLength: 5 });
const order = fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 8 });

function answers({ mailbox, name, shout }: Somebody) {
  return {
    email: `family${mailbox}@example.org`,
    postcode: shout ? "sw1a1aa" : "SW1A 1AA",
    name: shout ? name.toUpperCase() : name,
  };
}

test(
  "of every mailbox the first two people are counted, in any order and however often they sign",
  async () => {
    const rounds = fc.array(fc.record({ together, order }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(rounds, async (history) => {
        const campaign = await loadTestCampaign(deps.database, sharedBy);
        const people = new Map<number, Set<string>>();
        for (const round of history) {
          await Promise.all(round.together.map((who) => signAs(deps, campaign, "", answers(who))));
          for (const { mailbox, name } of round.together) {
            people.set(mailbox, (people.get(mailbox) ?? new Set()).add(name));
          }
          const waiting = await unprocessedSheets(deps, campaign);
          const chosen = round.order.flatMap((which) => waiting[which % waiting.length] ?? []);
          await Promise.all(chosen.map((id) => processSheet(deps, id)));
        }
        await settle(deps, campaign);
        const expected = people.values().reduce((sum, names) => sum + Math.min(names.size, 2), 0);
        await expectExact(deps, campaign, expected);
      }),
      { numRuns: 12 },
    );
  },
  longEnough,
);

test(
  "with people withdrawing as well, the counts agree everywhere and nobody of a mailbox is counted twice",
  async () => {
    const rounds = fc.array(fc.record({ together, order, withdrawn: order }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(rounds, async (history) => {
        const campaign = await loadTestCampaign(deps.database, sharedBy);
        const links: HeldLink[] = [];
        for (const round of history) {
          const signed = await Promise.all(
            round.together.map((who) => signAs(deps, campaign, "", answers(who))),
          );
          links.push(...signed.map(({ ref }) => freshLink(deps, "withdraw", ref)));
          for (const which of round.withdrawn) {
            const link = links[which % links.length];
            const opened = link && (await openWithdrawal(deps, link).catch(() => undefined));
            if (opened) await withdrawSignature(deps, link, "withdrawn");
          }
          const waiting = await unprocessedSheets(deps, campaign);
          const chosen = round.order.flatMap((which) => waiting[which % waiting.length] ?? []);
          const [recount] = await Promise.all([
            recountRoll(deps.database, campaign.ordinal),
            ...chosen.map((id) => processSheet(deps, id)),
          ]);
          expect(recount.drift).toEqual([]);
        }
        await settle(deps, campaign);
        const { roll } = await recountRoll(deps.database, campaign.ordinal);
        await expectExact(deps, campaign, roll);
        const counted = await deps.database.signatures.find({ state: "counted" }).toArray();
        const own = counted.filter(({ _id }) => _id.readUInt32BE(0) === campaign.ordinal);
        const names = own.map(
          ({ _id, nameKey }) => `${_id.toString("hex", 0, 20)} ${nameKey?.toString("hex")}`,
        );
        expect(new Set(names).size).toBe(names.length);
      }),
      { numRuns: 12 },
    );
  },
  longEnough,
);
