import { afterAll, beforeAll, expect, test } from "vitest";
import { recordAudit } from "#campaigns/audit/record-audit.ts";
import { makeCatalogueFolder } from "../petitions/catalogue-folder.ts";
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
