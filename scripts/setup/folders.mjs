import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Where setup puts what it installs, apart from node_modules. */
export const tools = join(root, ".tools");

/**
 * Creates this setup's own work folder inside .tools, on the same disk, so that finished files can be moved into
 * place atomically.
 */
export function makeWorkFolder(name) {
  const folder = join(tools, `unfinished-${process.pid}-${name}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Removes what interrupted setups left behind; only for the holder of the setup lock. */
export function removeUnfinished() {
  for (const name of readdirSync(tools)) {
    if (name.startsWith("unfinished-")) rmSync(join(tools, name), { recursive: true, force: true });
  }
}

/** Bytes in all files below a folder. */
export function folderBytes(folder) {
  let sum = 0;
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    sum += entry.isDirectory() ? folderBytes(path) : fileBytes(path);
  }
  return sum;
}

function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function fileBytes(path) {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
