import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepHead, keptHeadPath } from "#campaigns/audit/kept-head.ts";
import { recordAudit } from "#campaigns/audit/record-audit.ts";
import { signHead } from "#campaigns/audit/sign-head.ts";
import { makeCatalogueFolder } from "../petitions/catalogue-folder.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { runSheaf } from "./run-sheaf.ts";

let core: TestDeps;

beforeAll(async () => {
  core = await openTestDeps();
});
afterAll(() => core.close());

test("what an operator's commands change is in the trail, once", async () => {
  const env = { MONGODB_URI: core.config.MONGODB_URI, SHEAF_KEYS: core.config.SHEAF_KEYS };
  const folder = makeCatalogueFolder("noted").path;
  const load = `campaigns load ${folder}`;
  const accounts = ["accounts add o@sheaf.test", "accounts reset o@sheaf.test"];
  for (const command of ["organisations load", load, load, ...accounts]) {
    expect(await runSheaf(command.split(" "), env)).toMatchObject({ status: 0, stderr: "" });
  }
  const noted = await core.deps.database.audit.find().sort({ _id: 1 }).toArray();
  expect(noted.map(({ act }) => act)).toEqual([
    "organisations.load",
    "campaign.load",
    "account.add",
    "account.reset",
  ]);
  expect(new Set(noted.map(({ role, organisation }) => `${role} ${organisation}`))).toEqual(
    new Set(["operator operator"]),
  );
  await core.deps.database.audit.deleteMany();
});

test("verify prints the head to keep, and fails with the name of an entry that was touched", async () => {
  const { database } = core.deps;
  const env = { MONGODB_URI: core.config.MONGODB_URI, SHEAF_KEYS: core.config.SHEAF_KEYS };
  const actor = { account: "a", organisation: "ecpat-usa", role: "staff", from: "203.0.113.0/24" } as const;
  for (const on of ["one", "two", "three"]) await recordAudit(core.deps, actor, "bundle.request", on);
  const whole = await runSheaf(["audit", "verify"], env);
  expect(whole).toMatchObject({ status: 0, stderr: "" });
  expect(whole.stdout).toContain("All 3 entries are as they were noted. Those after 0 are not signed yet");
  const head = /3:[0-9a-f]{64}/.exec(whole.stdout)?.[0] ?? "";
  await database.audit.deleteOne({ _id: 3 });
  const cut = await runSheaf(["audit", "verify", "--head", head], env);
  expect(cut.stderr).toMatch(/^The audit trail is broken at entry 3\. .* cut off\.\n/);
  await database.audit.updateOne({ _id: 2 }, { $set: { on: "four" } });
  const touched = await runSheaf(["audit", "verify"], env);
  expect(touched.stderr).toMatch(/^The audit trail is broken at entry 2\. Entry 2 is not what was noted/);
  expect(touched.status).toBe(1);
});

test("a trail that is gone, or whose end is, is not called whole, also when its signed heads went with it", async () => {
  const { database } = core.deps;
  const folder = temporaryFolder();
  const env = {
    MONGODB_URI: core.config.MONGODB_URI,
    SHEAF_KEYS: core.config.SHEAF_KEYS,
    SHEAF_DATA: folder,
  };
  const actor = { account: "a", organisation: "ecpat-usa", role: "staff", from: "203.0.113.0/24" } as const;
  await database.audit.deleteMany();
  for (const on of ["one", "two", "three"]) await recordAudit(core.deps, actor, "bundle.request", on);
  expect((await runSheaf(["audit", "verify"], env)).stdout).toContain(
    "an end that was cut off can't be seen",
  );
  const path = keptHeadPath(env);
  const { head } = await signHead(core.deps);
  expect(await keepHead(path, head)).toBe(true);
  const whole = await runSheaf(["audit", "verify"], env);
  expect([whole.status, whole.stdout.includes("can't be seen")]).toEqual([0, false]);

  await database.audit.deleteMany({ _id: { $gt: 1 } });
  await database.auditHeads.deleteMany();
  const cut = await runSheaf(["audit", "verify"], env);
  expect(cut.stderr).toMatch(/^The audit trail is broken at entry 2\. .* cut off\./);
  expect(await keepHead(path, (await signHead(core.deps)).head), "the file stays").toBe(false);
  await database.audit.deleteMany();
  await database.auditHeads.deleteMany();
  expect((await runSheaf(["audit", "verify"], env)).stderr).toMatch(/broken at entry 1\. .* cut off/);
  rmSync(path);
  const gone = await runSheaf(["audit", "verify"], env);
  expect([gone.status, gone.stderr]).toEqual([1, expect.stringContaining("it was removed")]);
}, 60_000);
