import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { takeLock } from "../scripts/setup/pid-lock.mjs";
import { StartError } from "./start-error.ts";
import { freeBytes } from "./watch-space.ts";

/** MongoDB's journal alone takes 300 MB from the start; existing data only needs room to grow. */
const NEEDED_AT_FIRST = 1e9;
const NEEDED_LATER = 3e8;

/**
 * Creates the folder for everything that persists, makes sure that it is usable, and locks it for this process.
 * @throws StartError when it can't be written, is nearly full, or another start is using it.
 */
export function prepareFolder(folder: string): { release(): void } {
  try {
    mkdirSync(join(folder, "logs"), { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new StartError(whyUnusable(folder, error));
  }
  needSpace(folder);
  const lock = takeLock(join(folder, "lock"));
  if (lock.taken) return lock;
  const process = lock.holder ? `process ${lock.holder}; kill ${lock.holder} ends it` : "it is just starting";
  throw new StartError(
    `Sheaf is already running on ${folder} (${
      process
    }). For a second one beside it: SHEAF_DATA=.sheaf-2 PORT=3100 npm start`,
  );
}

function whyUnusable(folder: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC") return fullDisk(folder);
  if (code === "EEXIST" || code === "ENOTDIR") {
    return `${folder} is not a folder: name another one, for example SHEAF_DATA=.sheaf npm start`;
  }
  const repair = existsSync(folder) ? "chown -R $(id -un)" : "install -d -o $(id -un)";
  return `${folder} can't be written by this user: sudo ${repair} ${folder}, or SHEAF_DATA=~/sheaf npm start`;
}

function needSpace(folder: string): void {
  const free = freeBytes(folder);
  const needed = existsSync(join(folder, "mongod")) ? NEEDED_LATER : NEEDED_AT_FIRST;
  if (free >= needed) return;
  throw new StartError(
    `Only ${Math.floor(free / 1e6)} MB are free for ${folder}, and ${
      needed / 1e6
    } MB are needed: make room (df -h ${folder}), or use another disk with SHEAF_DATA=/path npm start`,
  );
}

/** What to say when a disk turns out to be full. */
export function fullDisk(folder: string): string {
  return `The disk of ${
    folder
  } is full: make room (df -h ${folder}), then npm start again. What was acknowledged is kept.`;
}
