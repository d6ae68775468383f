import { afterAll, beforeAll, expect, test } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { expectExact } from "../support/settle.ts";
import { countedSignature } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { runSheaf } from "./run-sheaf.ts";

let core: TestDeps;
let env: Record<string, string>;
let first: Campaign;

beforeAll(async () => {
  core = await openTestDeps();
  env = { MONGODB_URI: core.config.MONGODB_URI };
  first = await loadTestCampaign(core.deps.database, { slug: "first", verification: "none" });
  const second = await loadTestCampaign(core.deps.database, { slug: "second-one", verification: "none" });
  for (const who of ["anna", "ben", "cleo"]) await countedSignature(core.deps, first, who, { country: "TH" });
  await countedSignature(core.deps, second, "anna");
});
afterAll(() => core.close());

test("sheaf recount counts every campaign again, or the one that is named", async () => {
  const all = await runSheaf(["recount"], env);
  expect(all).toMatchObject({ status: 0, stderr: "" });
  expect(all.stdout).toMatch(/^campaign +on the roll +total +under way +drift$/m);
  expect(all.stdout).toMatch(/^first +3 +3 +0 +0$/m);
  expect(all.stdout).toMatch(/^second-one +1 +1 +0 +0$/m);
  const one = await runSheaf(["recount", "second-one"], env);
  expect(one.stdout).not.toContain("first");
  expect(await runSheaf(["recount", "third"], env)).toMatchObject({
    status: 1,
    stderr: 'There is no campaign "third"; there are first, second-one.\n',
  });
});

test("sheaf recount lists where roll and tallies disagree, and fails", async () => {
  const { tallies } = core.deps.database;
  await tallies.updateOne({ campaign: 1 }, { $inc: { count: 2 } });
  const { status, stdout, stderr } = await runSheaf(["recount"], env);
  await tallies.updateOne({ campaign: 1 }, { $inc: { count: -2 } });
  expect(status).toBe(1);
  expect(stdout).toMatch(/^first +3 +3 +0 +[1-9]\d*$/m);
  expect(stderr).toContain("The roll and the tallies disagree:");
  expect(stderr).toContain("  first  th/TH/web: roll 3, tallies 5");
});

test("sheaf sums rebuild makes spoilt sums right again, says what differed, and is in the audit trail", async () => {
  const { sums, sourceSums, audit } = core.deps.database;
  await sums.updateMany({ campaign: 1, part: null }, { $inc: { counted: 7, repeats: -2, "hours.3": 1 } });
  await sums.deleteMany({ campaign: 1, part: "countries" });
  await sourceSums.deleteMany({ campaign: 1 });
  const rebuilt = await runSheaf(["sums", "rebuild"], env);
  expect(rebuilt).toMatchObject({ status: 0, stderr: "" });
  expect(rebuilt.stdout).toMatch(/^first: \d+ figures differed and are right now\.$/m);
  expect(rebuilt.stdout).toContain("  sum 1/*/all counted: was 10, is 3");
  expect(rebuilt.stdout).toMatch(/^second-one: .* nothing was changed/m);
  await expectExact(core.deps, first, 3);
  expect((await sums.findOne({ _id: "1/*/all/countries" }))?.campaign).toBe(1);
  const noted = await audit.find({ act: "sums.rebuild" }).toArray();
  expect(noted).toMatchObject([{ account: "operator", on: "first" }]);
});

test("sheaf recount without a database says what to set", async () => {
  const { status, stderr } = await runSheaf(["recount"], {});
  expect(stderr).toMatch(/^MONGODB_URI is not set: start Sheaf with npm start/);
  expect(status).toBe(1);
});
