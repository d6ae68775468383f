import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./folders.mjs";
import { npm, npmErrors } from "./processes.mjs";
import { SetupError } from "./setup-error.mjs";
import { withBar } from "./terminal.mjs";

const lockfile = join(root, "package-lock.json");
const stamp = join(root, "node_modules", ".sheaf-lockfile");

/** The step that makes node_modules match package-lock.json; a stamp inside says that it already does. */
export const packages = {
  async isDone() {
    return existsSync(stamp) && readFileSync(stamp, "utf8") === wanted();
  },
  install,
};

/** Packages with binaries differ by platform, so a folder shared between machines is installed again. */
function wanted() {
  const hash = createHash("sha256").update(readFileSync(lockfile)).digest("hex");
  return `${hash} ${process.platform}-${process.arch}\n`;
}

async function install() {
  rmSync(stamp, { force: true });
  // Optional packages are those for other platforms.
  const entries = Object.entries(JSON.parse(readFileSync(lockfile, "utf8")).packages);
  const folders = entries
    .filter(([path, { optional }]) => path.startsWith("node_modules/") && !optional)
    .map(([path]) => path);
  const progress = {
    label: "Packages",
    total: folders.length,
    unit: "packages",
    measure: () => folders.filter(isInstalled).length,
  };
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
  await withBar(progress, async () => {
    const result = await npm(args, { cwd: root });
    // npm 10 sometimes exits with 0 and half of the packages when the network fails.
    if (result.code !== 0 || !folders.every(isInstalled)) throw cannotInstall(result);
  });
  writeFileSync(stamp, wanted());
}

function isInstalled(folder) {
  return existsSync(join(root, folder, "package.json"));
}

function cannotInstall({ output, missing }) {
  if (missing) return new SetupError("npm is missing. On Debian: sudo apt-get install npm");
  return new SetupError(
    `npm could not install the packages of package-lock.json:\n${npmErrors(output)}\n` +
      "  Check the network, then run the command again.",
  );
}
