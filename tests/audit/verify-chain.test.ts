import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AuditEntry } from "#campaigns/audit/entry.model.ts";
import { hashEntry } from "#campaigns/audit/hash-entry.ts";
import type { KeptHead } from "#campaigns/audit/kept-head.ts";
import { type Actor, recordAudit } from "#campaigns/audit/record-audit.ts";
import { signHead } from "#campaigns/audit/sign-head.ts";
import { verifyChain } from "#campaigns/audit/verify-chain.ts";
import type { Deps } from "#campaigns/open.ts";
import { makeKeyFile } from "#campaigns/platform/sealing/key-file.ts";
import { openKeys } from "#campaigns/platform/sealing/keys.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

const actor: Actor = {
  account: "a".repeat(24),
  organisation: "ecpat-usa",
  role: "organiser",
  from: "2001:db8::/48",
};
const last = 8;

/** A trail of eight entries, signed at the fifth and at the last. */
beforeEach(async () => {
  await deps.database.audit.deleteMany();
  await deps.database.auditHeads.deleteMany();
  for (let number = 1; number <= last; number += 1) {
    await recordAudit(deps, actor, "petition.edit", `campaign/${number}`, {
      version: number,
      isLate: number > 4,
    });
    if (number === 5 || number === last) expect((await signHead(deps)).state).toBe("signed");
  }
});

async function entry(number: number): Promise<AuditEntry> {
  const found = await deps.database.audit.findOne({ _id: number });
  if (!found) throw new Error(`There is no entry ${number}.`);
  return found;
}

/** Puts entries in the place of those with their numbers. */
async function put(...entries: AuditEntry[]): Promise<void> {
  for (const one of entries) await deps.database.audit.replaceOne({ _id: one._id }, one, { upsert: true });
}

/** Hashes everything again from an entry on, as somebody would who knows how. */
async function hashAnew(from: number): Promise<void> {
  const entries = await deps.database.audit.find().sort({ _id: 1 }).toArray();
  let previous = entries.find(({ _id }) => _id === from - 1)?.hash ?? "0".repeat(64);
  for (const one of entries.filter(({ _id }) => _id >= from)) {
    const renewed = { ...one, previous };
    previous = hashEntry(renewed);
    await put({ ...renewed, hash: previous });
  }
}

async function broken(kept?: KeptHead) {
  const report = await verifyChain(deps, kept && { kept });
  return report.broken && [report.broken.kind, report.broken.entry];
}

test("a trail that nobody touched is whole and signed", async () => {
  const { hash } = await entry(last);
  expect(await verifyChain(deps)).toEqual({ entries: last, head: `${last}:${hash}`, signedTo: last });
  expect((await signHead(deps)).state).toBe("unchanged");
});

describe("names the first entry", () => {
  test.each([
    ["whose act was changed", { $set: { act: "petition.approve" } }],
    ["whose account was changed", { $set: { account: "b".repeat(24) } }],
    ["whose time was changed", { $set: { at: new Date(0) } }],
    ["whose detail was changed", { $set: { "details.version": 9 } }],
    ["that got a field", { $set: { "details.more": "x" } }],
  ])("%s", async (_, change) => {
    await deps.database.audit.updateOne({ _id: 4 }, change);
    expect(await broken()).toEqual(["changed", 4]);
  });

  test("that was changed and hashed again", async () => {
    const edited = { ...(await entry(3)), act: "petition.approve" };
    await put({ ...edited, hash: hashEntry(edited) });
    expect(await broken()).toEqual(["changed", 3]);
  });

  test("that was removed, the first one too", async () => {
    await deps.database.audit.deleteOne({ _id: 6 });
    expect(await broken()).toEqual(["missing", 6]);
    await deps.database.audit.deleteOne({ _id: 1 });
    expect(await broken()).toEqual(["missing", 1]);
  });

  test("that was put where another one was", async () => {
    const [one, other] = [await entry(3), await entry(4)];
    await put({ ...one, _id: 4 }, { ...other, _id: 3 });
    expect(await broken()).toEqual(["changed", 3]);
  });

  test("that was inserted", async () => {
    await put({ ...(await entry(3)), _id: 3.5 });
    expect(await broken()).toEqual(["inserted", 4]);
    await deps.database.audit.deleteOne({ _id: 3.5 });
    const forged = { ...(await entry(last)), _id: last + 1, previous: "0".repeat(64) };
    await put({ ...forged, hash: hashEntry(forged) });
    expect(await broken()).toEqual(["changed", last]);
  });

  test("that is missing at the end", async () => {
    await deps.database.audit.deleteMany({ _id: { $gt: 6 } });
    expect(await broken()).toEqual(["cut-off", 7]);
    expect((await signHead(deps)).state).toBe("behind");
    await deps.database.audit.deleteMany();
    expect(await broken()).toEqual(["cut-off", 1]);
  });
});

describe("a trail that was hashed again to its end", () => {
  test("is found out by the next signed head", async () => {
    await deps.database.audit.updateOne({ _id: 3 }, { $set: { act: "nothing.happened" } });
    await hashAnew(3);
    expect(await broken()).toEqual(["rewritten", 5]);
  });

  test("is found out with the key file when the heads were made up as well", async () => {
    await deps.database.audit.updateOne({ _id: 3 }, { $set: { act: "nothing.happened" } });
    await hashAnew(3);
    await deps.database.auditHeads.deleteMany();
    await signHead({ ...deps, keys: openKeys(makeKeyFile(new Date())) });
    expect(await broken()).toEqual(["forged-head", last]);
  });

  test("is found out by a head kept elsewhere when the database has none", async () => {
    const { hash } = await entry(last);
    await deps.database.audit.deleteMany({ _id: last });
    await deps.database.auditHeads.deleteMany();
    expect(await broken()).toBeUndefined();
    expect(await broken({ _id: last, hash })).toEqual(["cut-off", last]);
    await recordAudit(deps, actor, "nothing.happened", "campaign/8");
    expect(await broken({ _id: last, hash })).toEqual(["rewritten", last]);
  });
});
