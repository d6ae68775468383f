import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { writeRunning } from "#embedded/running-file.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { waitFor } from "../support/wait-for.ts";

const scripts = fileURLToPath(new URL("../../scripts", import.meta.url));
const elsewhere = {
  MONGODB_URI: "mongodb://elsewhere",
  REDIS_URL: "redis://elsewhere",
  SMTP_URL: "smtp://elsewhere",
};

const tinyPackage = { name: "tiny", version: "1.0.0", type: "module", dependencies: { leaf: "file:leaf" } };
const tinyLockfile = {
  name: "tiny",
  lockfileVersion: 3,
  packages: {
    "": tinyPackage,
    leaf: { version: "1.0.0" },
    "node_modules/leaf": { resolved: "leaf", link: true },
  },
};

/** A project with our setup, one small package of its own and tiny programs, so that setting it up takes a second. */
function tinyProject(): string {
  const folder = temporaryFolder();
  cpSync(join(scripts, "setup"), join(folder, "scripts/setup"), { recursive: true });
  cpSync(join(scripts, "setup.mjs"), join(folder, "scripts/setup.mjs"));
  writeFileSync(join(folder, "package.json"), JSON.stringify(tinyPackage));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify(tinyLockfile));
  mkdirSync(join(folder, "leaf"));
  writeFileSync(join(folder, "leaf/package.json"), '{ "name": "leaf", "version": "1.0.0" }');
  mkdirSync(join(folder, "cli"));
  mkdirSync(join(folder, "embedded"));
  writeFileSync(
    join(folder, "cli/main.ts"),
    "console.log(JSON.stringify([process.argv.slice(2), process.env]));",
  );
  return folder;
}

function setUp(project: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const { PATH, HOME } = process.env;
  const script = join(project, "scripts/setup.mjs");
  const child = spawn(process.execPath, [script, ...args], { cwd: project, env: { PATH, HOME, ...env } });
  onTestFinished(() => void child.kill("SIGKILL"));
  const output = { out: "", err: "" };
  child.stdout.on("data", (chunk) => {
    output.out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output.err += chunk;
  });
  const ended = once(child, "close").then(([code]) => ({ code, ...output }));
  return { child, output, ended };
}

test("two setups at once both end well, and only one of them installs", async () => {
  const project = tinyProject();
  const [one, two] = await Promise.all([setUp(project, ["sheaf"]).ended, setUp(project, ["sheaf"]).ended]);
  expect([one.code, two.code]).toEqual([0, 0]);
  expect([one.err, two.err].filter((text) => text.includes("Packages:"))).toHaveLength(1);
  expect(existsSync(join(project, ".tools/setup.lock"))).toBe(false);
});

test("a setup that is done is quiet, and one that was interrupted is taken up again", async () => {
  const project = tinyProject();
  await setUp(project, ["sheaf"]).ended;
  expect((await setUp(project, ["sheaf"]).ended).err).toBe("");
  rmSync(join(project, "node_modules/.sheaf-lockfile"));
  mkdirSync(join(project, ".tools/unfinished-1-node"));
  writeFileSync(join(project, ".tools/setup.lock"), '{"pid":1,"stamp":"before the power went"}');
  expect((await setUp(project, ["sheaf"]).ended).code).toBe(0);
  expect(existsSync(join(project, ".tools/unfinished-1-node"))).toBe(false);
});

test("a changed lockfile is installed again", async () => {
  const project = tinyProject();
  await setUp(project, ["sheaf"]).ended;
  const lockfile = join(project, "package-lock.json");
  writeFileSync(lockfile, `${readFileSync(lockfile, "utf8")}\n`);
  expect((await setUp(project, ["sheaf"]).ended).err).toContain("Packages:");
});

test("signals reach the program, and its exit code is the result", async () => {
  const project = tinyProject();
  writeFileSync(
    join(project, "embedded/main.ts"),
    "process.once('SIGTERM', () => process.exit(7)); setInterval(() => {}, 1000); console.log(process.pid);",
  );
  const { child, output, ended } = setUp(project, ["start"], elsewhere);
  await waitFor("the program", () => output.out !== "");
  child.kill("SIGTERM");
  expect((await ended).code).toBe(7);
  expect(() => process.kill(Number(output.out), 0)).toThrow("ESRCH");
});

test("sheaf says when nothing is running, except for what needs no database", async () => {
  const project = tinyProject();
  const refused = await setUp(project, ["sheaf", "bundle", "stop"]).ended;
  expect(refused.code).toBe(1);
  expect(refused.err).toContain(`Sheaf is not running on ${project}/.sheaf: start it with npm start`);
  // Officials and witnesses have neither our database nor our keys.
  const others = [
    ["verify", "bundle.zip"],
    ["witness", "sign", "https://sheaf.test/log/stop"],
    ["campaigns", "check"],
  ];
  for (const args of others) expect((await setUp(project, ["sheaf", ...args]).ended).code, args[0]).toBe(0);
});

test("sheaf finds the running system, and passes on its arguments", async () => {
  const project = tinyProject();
  const folder = join(project, "data");
  mkdirSync(folder);
  writeRunning(folder, { MONGODB_URI: "mongodb://here", SHEAF_DATA: folder }, {});
  const { out } = await setUp(project, ["sheaf", "bundle", "--country", "TH"], { SHEAF_DATA: folder }).ended;
  expect(JSON.parse(out)).toEqual([
    ["bundle", "--country", "TH"],
    expect.objectContaining({ MONGODB_URI: "mongodb://here", SHEAF_DATA: folder }),
  ]);
});

test("a service that can't be had is said with the commands that get it", async () => {
  const project = tinyProject();
  const { SMTP_URL, REDIS_URL } = elsewhere;
  const named = await setUp(project, ["start"], { SMTP_URL, REDIS_URL, SHEAF_MONGOD: "/nowhere/mongod" })
    .ended;
  expect(named.code).toBe(1);
  expect(named.err).toContain("/nowhere/mongod is not a program that can be run.");
});

test("an unknown command is answered with those there are", async () => {
  const { code, err } = await setUp(tinyProject(), ["constructor"]).ended;
  expect(code).toBe(1);
  expect(err).toContain("start|test|check|sheaf|bench");
});
