import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fillRoll } from "#bench/bundle/fill-roll.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { readKeyFile } from "#campaigns/platform/sealing/key-file.ts";
import { openAllFields } from "../sealing/sealed-fields.ts";
import { type FreshServices, freshServices } from "../support/services.ts";
import { expectExact } from "../support/settle.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { waitFor } from "../support/wait-for.ts";
import { runSheaf, startSheaf } from "./run-sheaf.ts";

describe("sheaf keys create", () => {
  let services: FreshServices;
  let env: Record<string, string>;
  let path: string;

  beforeEach(async () => {
    services = await freshServices();
    const folder = temporaryFolder();
    path = join(folder, "keys.json");
    env = { MONGODB_URI: services.mongodbUri, SHEAF_DATA: folder };
    return () => services.dropAll();
  });

  test("makes the file, readable by its owner only, and keeps it the next time", async () => {
    const first = await runSheaf(["keys", "create"], env);
    expect(first).toMatchObject({ status: 0, stderr: "" });
    expect(first.stdout).toContain(`New keys are in ${path}. Back this file up`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const made = readFileSync(path, "utf8");
    const again = await runSheaf(["keys", "create"], env);
    expect(again).toMatchObject({
      status: 0,
      stdout: `The keys in ${path} are there and fit the database.\n`,
    });
    expect(readFileSync(path, "utf8")).toBe(made);
  });

  test("makes none for a database that knows other keys, and says why", async () => {
    await runSheaf(["keys", "create"], env);
    const lost = { ...env, SHEAF_KEYS: join(temporaryFolder(), "elsewhere.json") };
    const { status, stderr } = await runSheaf(["keys", "create"], lost);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^The key file .*elsewhere.json is gone, and the database was written with it/);
    expect(existsSync(lost.SHEAF_KEYS)).toBe(false);
  });
});

describe("sheaf keys rotate", () => {
  let core: TestDeps;
  let env: Record<string, string>;
  let campaign: Campaign;
  const count = 60_000;

  beforeAll(async () => {
    core = await openTestDeps();
    env = { MONGODB_URI: core.config.MONGODB_URI, SHEAF_KEYS: core.config.SHEAF_KEYS };
    campaign = await loadTestCampaign(core.deps.database, { verification: "none" });
    await fillRoll(core.deps, campaign, count);
  });
  afterAll(() => core.close());

  const rotation = () => core.deps.database.rotations.findOne();
  /** Kills a rotation as soon as something is true. */
  async function killWhen(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const { child, ended } = startSheaf(["keys", "rotate"], env);
    await waitFor(what, isSo);
    child.kill("SIGKILL");
    expect((await ended).signal).toBe("SIGKILL");
  }

  test("killed wherever it is, and run again, finishes and loses nothing", async () => {
    const path = core.config.SHEAF_KEYS;
    const before = new Set(
      (await openAllFields(core.deps, path)).map(({ name, email }) => `${name} ${email}`),
    );
    await killWhen("the rotation to begin", async () => (await rotation()) !== null);
    await killWhen("the key to be added", async () => (await readKeyFile(path))?.sealing.length === 2);
    await killWhen("the key to be the current one", async () => (await readKeyFile(path))?.current === 2);
    await killWhen("a part to be sealed again", async () => ((await rotation())?.resealed ?? 0) > 0);
    const half = await openAllFields(core.deps, path);
    expect(new Set(half.map(({ keyId }) => keyId))).toEqual(new Set([1, 2]));

    const killed = (await rotation())?.lease?.holder.toHexString();
    const interrupted = startSheaf(["keys", "rotate"], env);
    await waitFor(
      "it to be taken up again",
      async () => (await rotation())?.lease?.holder.toHexString() !== killed,
      60_000,
    );
    interrupted.child.kill("SIGINT");
    expect(await interrupted.ended).toMatchObject({
      status: 130,
      stderr: "Interrupted: every field still opens; run it again to go on from here.\n",
    });

    const { status, stdout, stderr } = await runSheaf(["keys", "rotate"], env);
    // Nothing but how far it is, which is said where it takes long.
    expect(stderr).toMatch(/^(\d+ %, .*\n)*$/);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Key 2 seals everything: [\d,]+ fields were sealed again under it.$/m);
    const after = await openAllFields(core.deps, path);
    expect(new Set(after.map(({ keyId }) => keyId))).toEqual(new Set([2]));
    expect(new Set(after.map(({ name, email }) => `${name} ${email}`))).toEqual(before);
    expect((await readKeyFile(path))?.sealing).toHaveLength(2);
    await expectExact(core.deps, campaign, count);
  }, 240_000);

  test("shows what each key seals, and discards one that seals nothing", async () => {
    const shown = await runSheaf(["keys", "show"], env);
    expect(shown.stdout).toMatch(
      /^key +made +fingerprint +signatures +waiting +new sheets +accounts +contacts +fields$/m,
    );
    expect(shown.stdout).toMatch(/^1 +\d{4}-\d\d-\d\d +[0-9a-f]{16} +0 +0 +0 +0 +0 +0$/m);
    expect(shown.stdout).toMatch(/^2 \* +\d{4}-\d\d-\d\d +[0-9a-f]{16} +60,000 +0 +0 +0 +0 +60,000$/m);
    const current = await runSheaf(["keys", "discard", "2"], env);
    expect(current).toMatchObject({
      status: 1,
      stderr: "Key 2 seals what comes in now: rotate first, sheaf keys rotate.\n",
    });
    const old = await runSheaf(["keys", "discard", "1"], env);
    expect(old).toMatchObject({ status: 0, stderr: "" });
    expect((await readKeyFile(core.config.SHEAF_KEYS))?.sealing.map(({ id }) => id)).toEqual([2]);
    expect((await runSheaf(["keys", "discard", "x"], env)).stderr).toContain("It is a number such as 1.");
    const noted = await core.deps.database.audit.distinct("act", { role: "operator" });
    expect(noted).toEqual(["keys.discard", "keys.discarded", "keys.rotate", "keys.rotated"]);
  });
});
