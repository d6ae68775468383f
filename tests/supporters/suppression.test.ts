import { afterAll, beforeAll, expect, test } from "vitest";
import { findSuppressed } from "#campaigns/mail/suppression/find-suppressed.ts";
import { liftUnsubscribeAll } from "#campaigns/mail/suppression/lift-unsubscribe-all.ts";
import { suppress } from "#campaigns/mail/suppression/suppress.ts";
import type { Deps } from "#campaigns/open.ts";
import { mailboxKey } from "#campaigns/texts/mailbox-key.ts";
import { hour } from "../support/test-clock.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

const keyOf = (email: string) => mailboxKey(deps.keys, email);

async function reasonOf(email: string): Promise<string | undefined> {
  const key = keyOf(email);
  return (await findSuppressed(deps, [key])).get(key.toString("hex"));
}

test("a suppressed mailbox is found under each of its spellings, and nobody else is", async () => {
  await suppress(deps, keyOf("anna.example@gmail.com"), "hard-bounce", { source: "report", status: "5.1.1" });
  expect(await reasonOf("AnnaExample+news@googlemail.com")).toBe("hard-bounce");
  expect(await reasonOf("anna.example@example.org")).toBeUndefined();
  expect(await findSuppressed(deps, [])).toEqual(new Map());
});

test("a stronger reason takes the place of a weaker one, never the other way, also when all come at once", async () => {
  const key = keyOf("berta@example.org");
  const reasons = ["left-everything", "complaint", "hard-bounce", "by-hand", "complaint"] as const;
  await Promise.all(reasons.map((reason) => suppress(deps, key, reason, { source: "report" })));
  expect(await reasonOf("berta@example.org")).toBe("complaint");
  expect(await suppress(deps, key, "hard-bounce", { source: "report" })).toBe("known");
});

test("the same told twice changes nothing: the first evidence stays", async () => {
  const key = keyOf("carla@example.org");
  expect(await suppress(deps, key, "hard-bounce", { source: "report", status: "5.1.1" })).toBe("suppressed");
  const before = await deps.database.suppressions.findOne({ _id: key });
  expect(await suppress(deps, key, "hard-bounce", { source: "ses", status: "5.1.2" })).toBe("known");
  expect(await deps.database.suppressions.findOne({ _id: key })).toEqual(before);
});

test("leaving everything can be taken back by agreeing to something later; a bounced address stays", async () => {
  const email = "dora@example.org";
  const before = deps.now();
  await suppress(deps, keyOf(email), "left-everything", { source: "supporter" });
  await liftUnsubscribeAll(deps, email, before);
  expect(await reasonOf(email)).toBe("left-everything");
  await liftUnsubscribeAll(deps, email, deps.now());
  expect(await reasonOf(email)).toBeUndefined();
  await suppress(deps, keyOf(email), "left-everything", { source: "supporter" });
  await suppress(deps, keyOf(email), "hard-bounce", { source: "report" });
  await liftUnsubscribeAll(deps, email, deps.now());
  expect(await reasonOf(email)).toBe("hard-bounce");
});

test("leaving everything once more also ends what was agreed to in between", async () => {
  const email = "emma@example.org";
  await suppress(deps, keyOf(email), "left-everything", { source: "supporter" });
  core.clock.advance(hour);
  const agreedAt = deps.now();
  core.clock.advance(hour);
  await suppress(deps, keyOf(email), "left-everything", { source: "supporter" });
  await liftUnsubscribeAll(deps, email, agreedAt);
  expect(await reasonOf(email)).toBe("left-everything");
  core.clock.advance(hour);
  await liftUnsubscribeAll(deps, email, deps.now());
  expect(await reasonOf(email)).toBeUndefined();
});
