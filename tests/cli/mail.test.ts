import { afterAll, beforeAll, expect, test } from "vitest";
import { settle } from "../support/settle.ts";
import { signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { addSupporters, scheduledUpdate } from "../updates/update-stage.ts";
import { runSheaf } from "./run-sheaf.ts";

let core: TestDeps;
let env: Record<string, string>;

beforeAll(async () => {
  core = await openTestDeps();
  env = { MONGODB_URI: core.config.MONGODB_URI };
});
afterAll(() => core.close());

test("sheaf mail status says that nothing is held, and resume refuses", async () => {
  expect(await runSheaf(["mail", "status"], env)).toMatchObject({
    status: 0,
    stdout: "Mail is not held.\nWaiting: 0 letters, 0 mails of updates under way, 0 scheduled updates.\n",
    stderr: "",
  });
  expect(await runSheaf(["mail", "resume"], env)).toMatchObject({
    status: 1,
    stderr: "Mail is not held: there is nothing to resume.\n",
  });
});

test("after a restore status says since when and what waits; resume lets letters go, asks about updates, and is in the audit trail", async () => {
  const { deps } = core;
  const campaign = await loadTestCampaign(deps.database);
  await addSupporters(deps, campaign, ["anna", "ben"]);
  await deps.database.letters.updateMany({}, { $set: { state: "sent" } });
  await signAs(deps, campaign, "cleo");
  await settle(deps, campaign);
  const { ref } = await signAs(deps, campaign, "dora");
  await settle(deps, campaign);
  await deps.database.letters.updateOne(
    { "ref.sheet": ref.sheet, "ref.line": ref.line },
    { $set: { state: "held" } },
  );
  const heldAt = new Date("2026-11-30T08:00:00Z");
  await deps.database.mailMarks.updateOne({ _id: "mail" }, { $set: { count: 3, heldAt } }, { upsert: true });
  const { _id } = await scheduledUpdate(deps, campaign);
  const status = await runSheaf(["mail", "status"], env);
  expect(status.stdout).toBe(
    "Mail is held since 2026-11-30T08:00:00.000Z: the database was restored.\n" +
      "Waiting: 2 letters, 0 mails of updates under way, 1 scheduled updates.\n",
  );
  const resumed = await runSheaf(["mail", "resume"], env);
  expect(resumed).toMatchObject({ status: 0, stderr: "" });
  expect(resumed.stdout).toContain(
    "Mail leaves again: of 2 letters those that are due go out within seconds",
  );
  expect(resumed.stdout).toContain("1 updates have to be scheduled again.");
  expect((await deps.database.updates.findById(_id).lean())?.scheduledAt).toBeUndefined();
  expect(await deps.database.audit.findOne({ act: "mail.resume" })).toMatchObject({ role: "operator" });
  expect((await runSheaf(["mail", "status"], env)).stdout).toContain("Mail is not held.");
});
