import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fillRoll } from "#bench/bundle/fill-roll.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { loadCampaign } from "#campaigns/petitions/load-campaign.ts";
import { loadBundledCampaign } from "../bundles/bundled-campaign.ts";
import { readBundle, readCsv, sha256, textOf } from "../bundles/read-bundle.ts";
import { settle } from "../support/settle.ts";
import { signAs } from "../support/signing.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { waitFor } from "../support/wait-for.ts";
import { runSheaf, startSheaf } from "./run-sheaf.ts";

let core: TestDeps;
let env: Record<string, string>;

beforeAll(async () => {
  core = await openTestDeps();
  env = { MONGODB_URI: core.config.MONGODB_URI, SHEAF_KEYS: core.config.SHEAF_KEYS };
});
afterAll(() => core.close());

/** A campaign that some have signed. */
async function signedCampaign(slug: string): Promise<Campaign> {
  const campaign = await loadBundledCampaign(core.deps, slug);
  const who = Array.from({ length: 60 }, (_, index) => `${slug}${index}`);
  const countries = ["TH", "PH", "GB"];
  await Promise.all(
    who.map((name, index) => signAs(core.deps, campaign, name, { country: countries[index % 3] ?? "" })),
  );
  await settle(core.deps, campaign);
  return campaign;
}

/** Waits until the command writes; the pid of who writes. */
function writing(folder: string): Promise<number> {
  return waitFor("a draft to be written", () => {
    const draft = readdirSync(folder).find((name) => name.endsWith(".part"));
    return Number(draft?.split(".").at(-2)) || undefined;
  });
}

test("writes a bundle, tells what is in it and the hashes to compare", async () => {
  await signedCampaign("by-command");
  const path = join(temporaryFolder(), "thailand.zip");
  const { status, stdout, stderr } = await runSheaf(
    ["bundle", "by-command", "--country", "th", "--out", path],
    env,
  );
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout).toContain(`${path}: 20 signatures from TH, 1 wordings`);
  const files = await readBundle(path);
  expect(readCsv(files.get("signatures.csv"))).toHaveLength(20);
  expect(stdout).toContain(`SHA-256 of the file        ${sha256(readFileSync(path))}`);
  expect(stdout).toContain(`SHA-256 of its SHA256SUMS  ${sha256(textOf(files, "SHA256SUMS"))}`);
  const prints = (packed: typeof files) => [...packed.keys()].filter((name) => name.endsWith(".pdf"));
  expect(prints(files)).toEqual(["letter.pdf", "summary.pdf", "signatures-001.pdf"]);
  const short = join(temporaryFolder(), "unprinted.zip");
  expect((await runSheaf(["bundle", "by-command", "--no-pages", "--out", short], env)).status).toBe(0);
  expect(prints(await readBundle(short))).toEqual(["letter.pdf", "summary.pdf"]);
});

test("the same roll gives the same bytes: again, in another time zone and language, from a restored copy", async () => {
  await signedCampaign("same-bytes");
  const folder = temporaryFolder();
  const copy = `${core.deps.database.connection.name}-copy`;
  const client = core.deps.database.connection.getClient();
  for (const { name } of await client.db().listCollections().toArray()) {
    // Stored in another order than at first.
    const stages = [{ $sort: { at: -1, _id: -1 } }, { $out: { db: copy, coll: name } }];
    await client.db().collection(name).aggregate(stages).toArray();
  }
  const restored = new URL(core.config.MONGODB_URI);
  restored.pathname = `/${copy}`;
  const environments: Record<string, string>[] = [
    { TZ: "UTC" },
    { TZ: "Asia/Kathmandu", LC_ALL: "th_TH.UTF-8", LANG: "th_TH.UTF-8" },
    { TZ: "America/St_Johns", MONGODB_URI: restored.href },
  ];
  const sums: string[] = [];
  for (const [index, environment] of environments.entries()) {
    const path = join(folder, `${index}.zip`);
    const { stderr } = await runSheaf(["bundle", "same-bytes", "--out", path], { ...env, ...environment });
    expect(stderr).toBe("");
    sums.push(sha256(readFileSync(path)));
  }
  await client.db(copy).dropDatabase();
  expect(new Set(sums).size).toBe(1);
});

describe("says what is wrong, fails, and leaves nothing", () => {
  test("for a name that is taken", async () => {
    await signedCampaign("taken");
    const folder = temporaryFolder();
    const path = join(folder, "taken.zip");
    writeFileSync(path, "mine");
    const { status, stderr } = await runSheaf(["bundle", "taken", "--out", path], env);
    expect(stderr).toBe(
      `${path} exists, and bundles are never overwritten: choose another name, or move it away.\n`,
    );
    expect(status).toBe(1);
    expect(readFileSync(path, "utf8")).toBe("mine");
  });

  test.each([
    [["bundle", "nowhere", "--out", "x.zip"], /^There is no campaign "nowhere"; /],
    [
      ["bundle", "nowhere", "--country", "Thailand", "--out", "x.zip"],
      /^"Thailand" is not the code of a country/,
    ],
    [["bundle", "nowhere"], /required option '--out <file>' not specified/],
  ])("for %j", async (args, says) => {
    const { status, stderr } = await runSheaf(args, env);
    expect(stderr).toMatch(says);
    expect(status).toBe(1);
  });

  test("for a key file that is lost", async () => {
    await signedCampaign("lost-keys");
    const folder = temporaryFolder();
    const lost = { ...env, SHEAF_KEYS: join(folder, "lost.json") };
    const { status, stderr } = await runSheaf(["bundle", "lost-keys", "--out", join(folder, "x.zip")], lost);
    expect(stderr).toMatch(/^The key file .*lost.json is gone, and the database was written with it/);
    expect(status).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("when it is broken off", () => {
  const slug = "stop-sex-trafficking";

  /** A roll that takes a while to write. */
  beforeAll(async () => {
    await loadCampaign(core.deps, `campaigns/catalogue/${slug}`);
    const campaign = await findCampaign(core.deps, slug);
    if (campaign) await fillRoll(core.deps, campaign, 40_000);
  });

  test("Ctrl-C leaves nothing, even when it comes twice as npm passes it on", async () => {
    const folder = temporaryFolder();
    const { child, ended } = startSheaf(["bundle", slug, "--out", join(folder, "long.zip")], env);
    await writing(folder);
    child.kill("SIGINT");
    child.kill("SIGINT");
    const { status, stderr } = await ended;
    expect(stderr).toBe("Interrupted: nothing was written.\n");
    expect(status).toBe(130);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("kill -9 leaves a draft and no bundle; the next run removes it", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "long.zip");
    const { child, ended } = startSheaf(["bundle", slug, "--out", path], env);
    expect(await writing(folder)).toBe(child.pid);
    child.kill("SIGKILL");
    expect((await ended).signal).toBe("SIGKILL");
    expect(readdirSync(folder)).toEqual([`.long.zip.${child.pid}.part`]);
    const { status, stdout } = await runSheaf(["bundle", slug, "--out", path], env);
    expect(status).toBe(0);
    expect(stdout).toContain("40,000 signatures");
    expect(readdirSync(folder)).toEqual(["long.zip"]);
  });

  test("a full disk is said, and leaves nothing", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "long.zip");
    // As good as a disk with 256 KiB left.
    const limited = ["bash", "-c", 'ulimit -f 256; trap "" XFSZ; exec "$@"', "limited"];
    const { status, stderr } = await runSheaf(["bundle", slug, "--out", path], env, limited);
    expect(stderr).toBe(
      `${folder} has no room for the bundle, so nothing was written: make room, or choose another place.\n`,
    );
    expect(status).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });
});
