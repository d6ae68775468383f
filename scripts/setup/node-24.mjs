import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { folderBytes, makeWorkFolder, tools } from "./folders.mjs";
import { npm, npmErrors, runQuietly } from "./processes.mjs";
import { SetupError } from "./setup-error.mjs";
import { withBar } from "./terminal.mjs";

const VERSION = "24.21.0";
const UNPACKED_BYTES = 190e6;
const packageName = `node-${process.platform}-${process.arch}`;
const home = join(tools, "node");
const installed = join(home, "node_modules", packageName, "bin", "node");

/** The step that provides a Node able to run the project's TypeScript: this one if new enough, else one in .tools. */
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
    if (result.code !== 0 || !(await runsAs(program, `v${VERSION}`))) throw cannotInstall(result);
  });
  rmSync(home, { recursive: true, force: true });
  renameSync(folder, home);
}

function cannotInstall({ output }) {
  return new SetupError(
    `Sheaf needs Node 24.12 or newer; this is ${process.version}, and npm could not install ${packageName}@${VERSION}:\n` +
      `${npmErrors(output)}\n` +
      `  Check the network and run the command again, or install Node 24 yourself and put it first on the PATH\n` +
      `  (${dirname(process.execPath)} comes first now).`,
  );
}
