import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Types } from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fillRoll } from "#bench/bundle/fill-roll.ts";
import type { Account } from "#campaigns/access/account.ts";
import { approveBundle } from "#campaigns/bundles/approve-bundle.ts";
import type { BundleState } from "#campaigns/bundles/bundle-request.model.ts";
import { requestBundle } from "#campaigns/bundles/request-bundle.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { childEnvironment } from "../support/child-environment.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { waitFor } from "../support/wait-for.ts";

let core: TestDeps;
let campaign: Campaign;
const children: ChildProcess[] = [];

beforeAll(async () => {
  core = await openTestDeps();
  campaign = await loadTestCampaign(core.deps.database, { verification: "none" });
  await fillRoll(core.deps, campaign, 20_000);
});
afterAll(async () => {
  for (const child of children) await kill(child);
  await core.close();
});

function startWorkers(): ChildProcess {
  const { MONGODB_URI, REDIS_URL, SMTP_URL, SHEAF_KEYS, SHEAF_DATA } = core.config;
  const env = {
    ...childEnvironment(),
    MONGODB_URI,
    REDIS_URL,
    SMTP_URL,
    SHEAF_KEYS,
    SHEAF_DATA,
    WORKERS_PORT: "0",
  };
  const main = fileURLToPath(new URL("../../workers/main.ts", import.meta.url));
  const child = spawn(process.execPath, [main], { env, stdio: "ignore" });
  children.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

test("a worker that is killed while it makes a bundle is followed by another, and one file is left", async () => {
  const { database } = core.deps;
  const id = new Types.ObjectId().toHexString();
  const organisation = "ecpat-international";
  const account: Account = {
    id,
    name: "N",
    email: "n@sheaf.test",
    organisation,
    role: "secretariat",
    locale: "en",
  };
  const actor = { account: id, organisation, role: account.role, from: "203.0.113.0/24" };
  const wish = { organisation: "", country: "", reason: "handover" };
  const first = startWorkers();
  const asked = await requestBundle(core.deps, { account, actor }, campaign, wish);
  if (asked.kind === "refused") throw new Error("It was refused.");
  const second = { account: { ...account, id: new Types.ObjectId().toHexString() }, actor };
  await approveBundle(core.deps, second, { campaign: campaign.slug, id: asked.request });
  const stateIs = (state: BundleState) => async () =>
    (await database.bundleRequests.findOne({ state })) ?? undefined;
  const begun = await waitFor("the bundle to be begun", stateIs("running"));
  await kill(first);
  expect((await database.bundleRequests.findOne())?.state, "killed in the middle").toBe("running");
  startWorkers();
  const ready = await waitFor("the bundle to be ready", stateIs("ready"));
  expect(ready.result?.signatures).toBe(20_000);
  expect(ready.runs).toBeGreaterThan(1);
  expect(ready.files).toHaveLength(1);
  expect(ready.files[0]?.equals(begun.run?.file ?? "")).toBe(false);
  const { connection } = database;
  const chunks = connection.getClient().db(connection.name).collection("bundles.chunks");
  expect(await chunks.distinct("files_id")).toEqual(ready.files);
});
