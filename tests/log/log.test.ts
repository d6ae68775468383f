import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseCheckpoint } from "#campaigns/log/checkpoint.ts";
import { extendLog } from "#campaigns/log/extend-log.ts";
import { leavesOf } from "#campaigns/log/leaf.ts";
import { checkConsistency } from "#campaigns/log/proofs.ts";
import { readLoggedSheets } from "#campaigns/log/read-logged-sheets.ts";
import { readConsistency } from "#campaigns/log/read-published.ts";
import { recountLog } from "#campaigns/log/recount-log.ts";
import { signCheckpoint, signerOf } from "#campaigns/log/sign-checkpoint.ts";
import { isSignedBy, parseNote } from "#campaigns/log/signed-note.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { unseal } from "#campaigns/platform/sealing/seal.ts";
import { hashLeaf, RootBuilder } from "#campaigns/platform/tree-hash.ts";
import { fieldsRoot } from "#campaigns/signing/intake/salted-fields.ts";
import { foldSheets } from "#campaigns/signing/tallies/fold-sheets.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { expectExact, settle } from "../support/settle.ts";
import { countedSignature, freshLink, signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

async function leavesIn(campaign: Campaign): Promise<string[]> {
  const leaves: string[] = [];
  for await (const sheet of readLoggedSheets(deps.database, campaign, 0))
    leaves.push(...leavesOf(campaign, sheet).map(({ text }) => text));
  return leaves;
}

async function checkpointOf(campaign: Campaign) {
  const { note } = await signCheckpoint(deps, campaign);
  const read = parseNote(note);
  const checkpoint = read && parseCheckpoint(read.text);
  if (!checkpoint) throw new Error("The checkpoint can't be read.");
  expect(isSignedBy(read, signerOf(deps, checkpoint.origin))).toBe(true);
  return checkpoint;
}

function rootOfLeaves(leaves: readonly string[]): Buffer {
  const builder = new RootBuilder();
  for (const leaf of leaves) builder.add(hashLeaf(Buffer.from(leaf)));
  return builder.root();
}

test("a signature and its withdrawal are two leaves; repeats are none", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const { ref } = await countedSignature(deps, campaign, "anna", { country: "TH" });
  await countedSignature(deps, campaign, "anna", { country: "GB" });
  await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "not-me");
  await settle(deps, campaign);
  const [sign = "", withdraw = "", ...others] = await leavesIn(campaign);
  expect(others).toEqual([]);
  const day = core.clock.now().toISOString().slice(0, 10);
  expect(sign).toMatch(new RegExp(`^1 sign [0-9a-f]{32}-0 \\S+ [0-9a-f]{64} TH ${day} \\S+ [0-9a-f]{64}$`));
  expect(withdraw.split(" ").slice(1, 3)).toEqual(["withdraw", sign.split(" ")[2]]);
  expect(withdraw).toMatch(/ TH \S+ not-me -$/);
});

test("what a leaf commits to is opened by the sealed secret alone, and by no other name", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  await countedSignature(deps, campaign, "beata");
  const stored = await deps.database.signatures.findOne(
    { petition: { $exists: true }, state: "counted" },
    { sort: { at: -1 } },
  );
  if (!stored?.sealed) throw new Error("The signature has no sealed fields.");
  const { name, postcode, secret = "" } = unseal(deps.keys, stored._id.subarray(0, 20), stored.sealed);
  const [leaf = ""] = await leavesIn(campaign);
  expect(leaf.split(" ").at(-1)).toBe(fieldsRoot(secret, { name, postcode }).toString("hex"));
  expect(leaf.split(" ").at(-1)).not.toBe(fieldsRoot(secret, { name: `${name}x`, postcode }).toString("hex"));
});

test("the log has the total's signatures whatever comes in which order, folds at once included", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const act = fc.record({
    who: fc.integer({ min: 0, max: 5 }),
    what: fc.constantFrom("sign", "withdraw", "fold"),
  });
  let checkpoint = { size: 0, root: rootOfLeaves([]) };
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
      for (const { who, what } of acts) {
        if (what === "sign") await signAs(deps, campaign, `person${who}`);
        else if (what === "fold") {
          await Promise.allSettled([
            settle(deps, campaign),
            foldSheets(deps, campaign.ordinal),
            extendLog(deps, campaign),
          ]);
        } else {
          const { ref } = await signAs(deps, campaign, `person${who}`);
          await settle(deps, campaign);
          await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "withdrawn");
        }
      }
      await settle(deps, campaign);
      const leaves = await leavesIn(campaign);
      const signed = leaves.filter((leaf) => leaf.startsWith("1 sign ")).length;
      await expectExact(deps, campaign, signed - (leaves.length - signed));
      expect(await recountLog(deps.database, campaign)).toEqual([]);
      const next = await checkpointOf(campaign);
      expect(next).toMatchObject({ size: leaves.length, root: rootOfLeaves(leaves) });
      const proved = await readConsistency(deps, campaign, checkpoint.size, next.size);
      expect(proved && checkConsistency(checkpoint, next, proved.proof)).toBe(true);
      checkpoint = next;
    }),
    { numRuns: 12 },
  );
});

test("a withdrawal counts where the signature stood when it was taken off, and a lost or changed leaf is a drift", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  const { ref } = await countedSignature(deps, campaign, "fay", { country: "TH" });
  await countedSignature(deps, campaign, "gina", { country: "GB" });
  await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "withdrawn");
  const waiting = await deps.database.sheets.findOne({ campaign: campaign.ordinal, kind: "withdrawing" });
  if (!waiting) throw new Error("The withdrawal was not stored.");
  // Meanwhile the signature that is taken off came to stand elsewhere.
  await deps.database.sheets.updateOne({ _id: waiting._id }, { $set: { "lines.0.country": "PH" } });
  await settle(deps, campaign);
  expect(await recountLog(deps.database, campaign)).toEqual([]);
  await deps.database.sheets.updateOne(
    { campaign: campaign.ordinal, log: 1 },
    { $set: { "lines.0.country": "PH" } },
  );
  expect((await recountLog(deps.database, campaign)).map(({ where }) => where).sort()).toHaveLength(2);
  await deps.database.sheets.deleteOne({ campaign: campaign.ordinal, log: 1 });
  expect(await recountLog(deps.database, campaign)).toMatchObject([
    { where: expect.stringContaining("log from sheet") },
  ]);
});

test("a log that is shorter than what was published is noticed, and nothing is signed", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  await countedSignature(deps, campaign, "carla");
  await countedSignature(deps, campaign, "dora");
  await checkpointOf(campaign);
  // An older backup of the database, beside the checkpoint that the world has seen.
  await deps.database.sheets.deleteMany({ campaign: campaign.ordinal, log: 1 });
  await deps.database.logTiles.deleteMany({ _id: { $regex: `^${campaign.ordinal}/` } });
  await deps.database.logs.updateOne({ _id: campaign.ordinal }, { $set: { size: 0 } });
  await expect(signCheckpoint(deps, campaign)).rejects.toMatchObject({ code: "log-behind" });
});

test("a log of other leaves than those that were published is noticed too", async () => {
  const campaign = await loadTestCampaign(deps.database, { verification: "none" });
  await countedSignature(deps, campaign, "elena");
  await checkpointOf(campaign);
  await deps.database.sheets.updateOne(
    { campaign: campaign.ordinal, log: 0 },
    { $set: { "lines.0.country": "TH" } },
  );
  await deps.database.logTiles.deleteMany({ _id: { $regex: `^${campaign.ordinal}/` } });
  await deps.database.logs.updateOne({ _id: campaign.ordinal }, { $set: { size: 0 } });
  await expect(signCheckpoint(deps, campaign)).rejects.toMatchObject({ code: "log-behind" });
});
