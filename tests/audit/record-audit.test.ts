import { afterAll, beforeAll, expect, test } from "vitest";
import { type Actor, recordAudit } from "#campaigns/audit/record-audit.ts";
import { verifyChain } from "#campaigns/audit/verify-chain.ts";
import { suppressByHand } from "#campaigns/mail/suppression/change-suppression.ts";
import { withTransaction } from "#campaigns/platform/in-transaction.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";

let core: TestDeps;

beforeAll(async () => {
  core = await openTestDeps();
});
afterAll(() => core.close());

const actor: Actor = {
  account: "0".repeat(24),
  organisation: "ecpat-usa",
  role: "organiser",
  from: "203.0.113.0/24",
};

test("acts noted at once by many stand in one chain, each once", async () => {
  const numbers = Array.from({ length: 40 }, (_, index) => index);
  await Promise.all(numbers.map((number) => recordAudit(core.deps, actor, "test.act", `thing/${number}`)));
  const entries = await core.deps.database.audit.find().sort({ _id: 1 }).toArray();
  expect(entries.map(({ _id }) => _id)).toEqual(numbers.map((number) => number + 1));
  expect(new Set(entries.map(({ on }) => on)).size).toBe(40);
  expect(entries.slice(1).map(({ previous }) => previous)).toEqual(
    entries.slice(0, -1).map(({ hash }) => hash),
  );
});

test("acts done at once by many are each stored with their entry, and the chain stays whole", async () => {
  const { deps } = core;
  const before = (await verifyChain(deps)).entries;
  const emails = Array.from({ length: 30 }, (_, index) => `person-${index}@example.org`);
  await Promise.all(emails.map((email) => suppressByHand(deps, { actor, email })));
  const keys = (await deps.database.suppressions.find().toArray()).map(({ _id }) => _id.toString("hex"));
  const noted = await deps.database.audit.find({ act: "suppression.add" }).toArray();
  expect(keys).toHaveLength(30);
  expect(noted.map(({ on }) => on.replace("suppression/", "")).sort()).toEqual(keys.sort());
  expect(await verifyChain(deps)).toMatchObject({ entries: before + 30 });
  expect((await verifyChain(deps)).broken).toBeUndefined();
});

test("an act that fails after its entry was written leaves none, and the next one takes its number", async () => {
  const { deps } = core;
  const { entries, head } = await verifyChain(deps);
  const act = withTransaction(deps, async (inner) => {
    await recordAudit(inner, actor, "test.broken-off", "thing/1");
    throw new Error("broken off");
  });
  await expect(act).rejects.toThrow("broken off");
  expect(await verifyChain(deps)).toMatchObject({ entries, head });
  await recordAudit(deps, actor, "test.act", "thing/2");
  expect(await verifyChain(deps)).toMatchObject({ entries: entries + 1 });
});
