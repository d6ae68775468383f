import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BundleLevel } from "#campaigns/bundles/bundle-level.ts";
import { verifyBundle } from "#campaigns/bundles/check/verify-bundle.ts";
import type { Deps } from "#campaigns/open.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { publicKeyPem } from "#campaigns/platform/sealing/keys.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { runSheaf } from "../cli/run-sheaf.ts";
import { countedSignature, freshLink } from "../support/signing.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { bundleOf, countLines, loadBundledCampaign } from "./bundled-campaign.ts";
import { edit, forge, packFiles, signFiles } from "./forge.ts";
import { type BundleFiles, textOf, unpack } from "./read-bundle.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

async function someBundle(slug: string, order: { level?: BundleLevel; country?: string } = {}) {
  const campaign = await loadBundledCampaign(deps, slug);
  await countedSignature(deps, campaign, "anong", { country: "TH", locale: "th" });
  await countedSignature(deps, campaign, "berta", { country: "GB" });
  await countedSignature(deps, campaign, "ulla", {
    country: "GB",
    consent: { updates: false, unnamed: true },
  });
  const { ref } = await countedSignature(deps, campaign, "walter", { country: "TH", locale: "th" });
  await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "withdrawn");
  await countLines(deps, campaign, [{ name: 'A "line\r\nfeed", and a comma', email: "c@example.org" }]);
  return bundleOf(deps, campaign, order);
}

const python = fileURLToPath(new URL("../../docs/verify/verify_bundle.py", import.meta.url));

/** What the second checker says: whether the bundle holds, and each check that fails. */
function checkWithPython(path: string, key = publicKeyPem(deps.keys)): { holds: boolean; says: string } {
  const keyFile = join(temporaryFolder(), "key.pem");
  writeFileSync(keyFile, key);
  const { status, stdout, stderr } = spawnSync("python3", [python, path, "--key", keyFile], {
    encoding: "utf8",
  });
  return { holds: status === 0, says: stdout + stderr };
}

/** The problems that are found, or why it is refused as a whole. */
async function problemsOf(path: string): Promise<string[]> {
  try {
    const { checks } = await verifyBundle(path, publicKeyPem(deps.keys));
    return checks.flatMap(({ says, problem }) => (problem === undefined ? [] : [`${says} ${problem}`]));
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError);
    return [String(error)];
  }
}

/** Changes made by somebody who holds the key, so that every signature fits. */
async function problemsOfInsider(files: BundleFiles): Promise<string[]> {
  const signing = deps.keys.signing();
  const path = await packFiles(signFiles(files, signing), signing);
  const problems = await problemsOf(path);
  expect(checkWithPython(path).holds, problems.join("\n")).toBe(problems.length === 0);
  return problems;
}

test("a bundle holds, with the key that the site publishes; without it, it is said that the key was not checked", async () => {
  const { path } = await someBundle("holds");
  const key = join(temporaryFolder(), "key.pem");
  writeFileSync(key, publicKeyPem(deps.keys));
  const checked = await runSheaf(["verify", path, "--key", key], {});
  expect(checked).toMatchObject({ status: 0, stderr: "" });
  expect(checked.stdout).toMatch(/This bundle holds\.\n$/);
  expect(checked.stdout).not.toMatch(/NO/);
  const unknown = await runSheaf(["verify", path], {});
  expect(unknown.stdout).toMatch(/Whose key it is was not checked/);
  truncateSync(path, 700);
  const cut = await runSheaf(["verify", path], {});
  expect(cut).toMatchObject({ status: 1, stdout: "" });
  expect(cut.stderr).toMatch(/^This is no bundle, or it was cut off or changed/);
});

test("the commands of README.txt, one after another as they stand there, all end well, and not after a change", async () => {
  const { files } = await someBundle("readme-commands");
  const folder = temporaryFolder();
  unpack(files, folder);
  const commands = Array.from(
    textOf(files, "README.txt").matchAll(/^\$ (.*)$/gm),
    ([, command = ""]) => command,
  );
  expect(commands.length).toBeGreaterThan(4);
  const run = (command: string) =>
    execFileSync("bash", ["-c", command], { cwd: folder, stdio: "pipe" }).toString();
  for (const command of commands) run(command);
  expect(run(commands[1] ?? "")).toMatch(/Signature Verified Successfully/);
  const sums = readFileSync(join(folder, "SHA256SUMS"), "utf8");
  writeFileSync(join(folder, "SHA256SUMS"), sums.replace("0", "1"));
  for (const command of commands.slice(0, 2)) expect(() => run(command), command).toThrow();
  const rows = textOf(files, "signatures.csv");
  const [line = ""] = /^\d+,TH,.*\r\n/m.exec(rows) ?? [];
  writeFileSync(join(folder, "signatures.csv"), rows + line);
  for (const command of commands.slice(4)) expect(() => run(command), command).toThrow();
});

test.each([0, 1, 2] as const)(
  "a bundle of level %i holds for both checkers, of a campaign and of a country",
  async (level) => {
    for (const country of [undefined, "TH"]) {
      const { path } = await someBundle(`both-${level}-${country?.toLowerCase() ?? "all"}`, {
        level,
        ...(country && { country }),
      });
      expect(await problemsOf(path)).toEqual([]);
      const { holds, says } = checkWithPython(path);
      expect(holds, says).toBe(true);
    }
  },
);

test("a bundle that strangers changed anywhere does not hold", async () => {
  const { files } = await someBundle("changed");
  const signing = deps.keys.signing();
  const forged = forge(files);
  const changes: Record<string, string> = {
    "a name": await packFiles(edit(files, "signatures.csv", "Berta", "Bertha"), signing),
    "a file more": await packFiles(new Map(files).set("more.txt", Buffer.from("more")), signing),
    "a file less": await packFiles(
      [...files].filter(([name]) => !name.startsWith("texts/")),
      signing,
    ),
    "a file twice": await packFiles([...files, ["README.txt", Buffer.from("x")] as const], signing),
    "another key": await packFiles(
      new Map(files).set("public-key.pem", forged.files.get("public-key.pem") ?? Buffer.of()),
      signing,
    ),
    "signed by another": await packFiles(forged.files, forged.privateKey),
    "packed again": await packFiles(files, forged.privateKey),
  };
  for (const [change, path] of Object.entries(changes)) {
    expect(await problemsOf(path), change).not.toEqual([]);
    expect(checkWithPython(path).holds, change).toBe(false);
  }
});

test("what somebody changes who holds the key does not hold either: lines, names, leaves, counts", async () => {
  const { files } = await someBundle("insider");
  expect(await problemsOfInsider(files)).toEqual([]);
  const csv = textOf(files, "signatures.csv");
  const [thai = ""] = /^\d+,TH,.*\r\n/m.exec(csv) ?? [];
  const json = textOf(files, "signatures.ndjson");
  const [thaiJson = ""] = /^.*"country":"TH".*\n/m.exec(json) ?? [];
  const leaves = textOf(files, "leaves.txt");
  const [leaf = ""] = /^1 sign .*\n/m.exec(leaves) ?? [];
  const both = edit(edit(files, "signatures.csv", "Berta", "Bertha"), "signatures.ndjson", "Berta", "Bertha");
  const without = edit(edit(files, "signatures.csv", thai, ""), "signatures.ndjson", thaiJson, "");
  const changes: [BundleFiles, RegExp][] = [
    [both, /differs from the log/],
    [without, /is left out/],
    [edit(files, "signatures.csv", thai, thai + thai), /more lines|differs between/],
    [edit(files, "signatures.ndjson", thaiJson, thaiJson + thaiJson), /is there twice/],
    [edit(files, "leaves.txt", leaf, ""), /another root/],
    [edit(files, "leaves.txt", leaf, leaf + leaf), /signs twice/],
    [edit(files, "leaves.txt", "Berta", "Bertha"), /another name or postcode/],
    [edit(files, "leaves.txt", /\t\[.*?\]\t/, "\tnone\t"), /opened by something else/],
    [edit(files, "manifest.json", /"signatures": 4/, '"signatures": 5'), /count, not 5|add up/],
    [edit(files, "manifest.json", /"GB": 3/, '"GB": 4'), /GB: 3, not 4|add up/],
    [edit(files, "manifest.json", /"size": \d+/, '"size": 5'), /another one than the manifest/],
    [edit(files, "checkpoint.txt", /^\d+$/m, "7"), /its signature does not fit/],
  ];
  for (const [changed, expected] of changes)
    expect((await problemsOfInsider(changed)).join("\n"), String(expected)).toMatch(expected);
});

test("a name that was to be left out is in no file, and is found where somebody puts it in", async () => {
  const { files } = await someBundle("unnamed");
  for (const [name, bytes] of files) expect(bytes.includes("Ulla"), name).toBe(false);
  const manifest = JSON.parse(textOf(files, "manifest.json"));
  expect(manifest).toMatchObject({ unnamed: 1, counts: { signatures: 4 } });
  const [, named = ""] = /"name":null,"number":(\d)/.exec(textOf(files, "signatures.ndjson")) ?? [];
  expect(textOf(files, "signatures.csv")).toMatch(new RegExp(`^${named},GB,.*,,[0-9a-f]{32}-0\r$`, "m"));
});

test("every byte of the zip file matters, also those between its members", async () => {
  const { path } = await someBundle("every-byte", { level: 0 });
  const whole = readFileSync(path);
  const key = publicKeyPem(deps.keys);
  for (let place = 0; place < whole.length; place += 37) {
    const flipped = Buffer.from(whole);
    flipped[place] = (flipped[place] ?? 0) ^ (1 << (place % 8));
    const changed = join(temporaryFolder(), "flipped.zip");
    writeFileSync(changed, flipped);
    expect(await problemsOf(changed), `${place} of ${whole.length}`).not.toEqual([]);
    if (place % 370 === 0) expect(checkWithPython(changed, key).holds, `${place}`).toBe(false);
  }
});

test("what is no bundle, or was cut off, is refused in words", async () => {
  const { path } = await someBundle("cut-off");
  truncateSync(path, 700);
  const text = join(temporaryFolder(), "text.zip");
  writeFileSync(text, "hello");
  const none = await packFiles([["hello.txt", Buffer.from("hello")]], deps.keys.signing());
  for (const wrong of [path, text, none, "/nowhere.zip"])
    expect(await problemsOf(wrong), wrong).toEqual([expect.stringMatching(/^DomainError: /)]);
});
