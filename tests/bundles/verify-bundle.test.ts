import { execFileSync } from "node:child_process";
import { generateKeyPairSync, sign } from "node:crypto";
import { createWriteStream, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ZipFile } from "yazl";
import { verifyBundle } from "#campaigns/bundles/verify-bundle.ts";
import type { Deps } from "#campaigns/open.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { publicKeyPem } from "#campaigns/platform/sealing/keys.ts";
import { runSheaf } from "../cli/run-sheaf.ts";
import { countedSignature } from "../support/signing.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { bundleOf, countLines, loadBundledCampaign } from "./bundled-campaign.ts";
import { type BundleFiles, sha256, textOf, unpack } from "./read-bundle.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

async function someBundle(slug: string) {
  const campaign = await loadBundledCampaign(deps, slug);
  await countedSignature(deps, campaign, "anong", { country: "TH", locale: "th" });
  await countedSignature(deps, campaign, "berta", { country: "GB" });
  await countLines(deps, campaign, [{ name: 'A "line\r\nfeed", and a comma', email: "c@example.org" }]);
  return bundleOf(deps, campaign);
}

async function pack(files: Iterable<readonly [string, Buffer]>): Promise<string> {
  const path = join(temporaryFolder(), "changed.zip");
  const zip = new ZipFile();
  for (const [name, bytes] of files) zip.addBuffer(bytes, name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}

/** Signs a changed bundle again, as a forger would, with the key of another. */
function signAgain(files: BundleFiles): BundleFiles {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const forged = new Map(files);
  forged.set("public-key.pem", Buffer.from(publicKey.export({ type: "spki", format: "pem" })));
  const named = [...forged].filter(([name]) => !name.startsWith("SHA256SUMS"));
  const sums = Buffer.from(named.map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`).join(""));
  forged.set("SHA256SUMS", sums);
  forged.set("SHA256SUMS.sig", sign(null, sums, privateKey));
  return forged;
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
  for (const command of commands.slice(3)) expect(() => run(command), command).toThrow();
});

test("a bundle that was changed anywhere does not hold", async () => {
  const { files } = await someBundle("changed");
  const rows = textOf(files, "signatures.csv");
  const [line = ""] = /^\d+,TH,.*\r\n/m.exec(rows) ?? [];
  const changes: Record<string, BundleFiles> = {
    "a name": new Map(files).set("signatures.csv", Buffer.from(rows.replace("Berta", "Bertha"))),
    "a line less": new Map(files).set("signatures.csv", Buffer.from(rows.replace(line, ""))),
    "a file more": new Map(files).set("more.txt", Buffer.from("more")),
    "another key": new Map(files).set(
      "public-key.pem",
      signAgain(files).get("public-key.pem") ?? Buffer.of(),
    ),
    "signed by another": signAgain(files),
  };
  for (const [change, changed] of Object.entries(changes))
    expect(await problemsOf(await pack(changed)), change).not.toEqual([]);
  const withoutTexts = new Map([...files].filter(([name]) => !name.startsWith("texts/")));
  expect(await problemsOf(await pack(withoutTexts))).toEqual([
    expect.stringMatching(/signed for.*is missing/),
  ]);
  const doubled = new Map(files).set("signatures.csv", Buffer.from(rows.replace(line, line + line)));
  expect(await problemsOf(await pack(signAgain(doubled)))).toEqual([
    expect.stringMatching(/another key/),
    expect.stringMatching(/code is there twice.*is there twice/),
    expect.stringMatching(/the 3 signatures that it says\. it holds 4/),
    expect.stringMatching(/TH: 2, not 1/),
  ]);
  const twice = await pack([...files, ["README.txt", Buffer.from("x")] as const]);
  expect(await problemsOf(twice)).toContainEqual(expect.stringMatching(/README\.txt is there twice/));
});

test("every byte of the files in it matters", async () => {
  const { path, files } = await someBundle("every-byte");
  const whole = readFileSync(path);
  const at = whole.indexOf(Buffer.from("signatures.csv")) + 200;
  for (const place of [at, at + 37, Math.floor(whole.length / 2)]) {
    const flipped = Buffer.from(whole);
    flipped[place] = (flipped[place] ?? 0) ^ 0x10;
    const changed = join(temporaryFolder(), "flipped.zip");
    writeFileSync(changed, flipped);
    expect(await problemsOf(changed), `${place} of ${whole.length}`).not.toEqual([]);
  }
  expect(files.size).toBeGreaterThan(5);
});

test("what is no bundle, or was cut off, is refused in words", async () => {
  const { path } = await someBundle("cut-off");
  truncateSync(path, 700);
  const text = join(temporaryFolder(), "text.zip");
  writeFileSync(text, "hello");
  const none = await pack([["hello.txt", Buffer.from("hello")]]);
  for (const wrong of [path, text, none, "/nowhere.zip"])
    expect(await problemsOf(wrong), wrong).toEqual([expect.stringMatching(/^DomainError: /)]);
});
