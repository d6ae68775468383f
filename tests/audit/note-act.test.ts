import { afterAll, beforeAll, expect, test } from "vitest";
import { type Actor, noteAct } from "#campaigns/audit/note-act.ts";
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
  await Promise.all(numbers.map((number) => noteAct(core.deps, actor, "test.act", `thing/${number}`)));
  const entries = await core.deps.database.audit.find().sort({ _id: 1 }).toArray();
  expect(entries.map(({ _id }) => _id)).toEqual(numbers.map((number) => number + 1));
  expect(new Set(entries.map(({ on }) => on)).size).toBe(40);
  expect(entries.slice(1).map(({ previous }) => previous)).toEqual(
    entries.slice(0, -1).map(({ hash }) => hash),
  );
});
