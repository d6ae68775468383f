import { readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mayMount, withOwnMounts } from "../support/own-mounts.ts";
import { countedSignature } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { runSheaf } from "./run-sheaf.ts";

let core: TestDeps;
beforeAll(async () => {
  core = await openTestDeps();
});
afterAll(() => core.close());

/**
 * Runs a command in a mount namespace of its own, where a folder or a file is mounted so that nobody can write to it.
 */
const whereReadOnly = (path: string) => [
  ...[...withOwnMounts, "sh", "-c"],
  ...['mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"', path],
];

test.runIf(mayMount()).each([
  { what: "folder", pathOf: dirname },
  { what: "file", pathOf: (path: string) => path },
])(
  "sheaf keys rotate where the key $what is mounted read-only changes nothing, leaves no secrets and says what to do",
  async ({ pathOf }) => {
    const path = core.config.SHEAF_KEYS;
    const campaign = await loadTestCampaign(core.deps.database, { verification: "none" });
    await countedSignature(core.deps, campaign, "anna");
    const [before, files] = [readFileSync(path, "utf8"), readdirSync(dirname(path))];
    const env = { MONGODB_URI: core.config.MONGODB_URI, SHEAF_KEYS: path };
    const refused = await runSheaf(["keys", "rotate"], env, whereReadOnly(pathOf(path)));
    expect(refused.stderr).toContain(`The key file ${path} can't be replaced, and nothing of it was changed`);
    expect(refused.stderr).toContain(`Make its folder ${dirname(path)} writable for this command`);
    expect(refused.status).toBe(1);
    expect(readFileSync(path, "utf8")).toBe(before);
    expect(readdirSync(dirname(path))).toEqual(files);
  },
);

test("once it may be written the same command finishes", async () => {
  const env = { MONGODB_URI: core.config.MONGODB_URI, SHEAF_KEYS: core.config.SHEAF_KEYS };
  expect(await runSheaf(["keys", "rotate"], env)).toMatchObject({ status: 0 });
});
