import { link, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Gives a finished file its name; once this returns, the name survives a crash. False when the name is taken: the
 * unfinished file stays.
 */
export async function nameFile(draft: string, path: string): Promise<boolean> {
  try {
    // A rename would overwrite an existing file.
    await link(draft, path);
  } catch (error) {
    if (await isTaken(path, error)) return false;
    // USB sticks and network shares may not support hard links.
    await rename(draft, path);
  }
  await rm(draft, { force: true });
  await syncFolder(dirname(path));
  return true;
}

/** Makes the names in a folder survive a power failure. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function isTaken(path: string, error: unknown): Promise<boolean> {
  if (error instanceof Error && "code" in error && error.code === "EEXIST") return true;
  return (await stat(path).catch(() => undefined)) !== undefined;
}
