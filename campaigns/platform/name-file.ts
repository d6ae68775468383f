import { link, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Gives a finished draft its name, for good once this returns; false, and the draft stays, when something has that name.
 */
export async function nameFile(draft: string, path: string): Promise<boolean> {
  try {
    // A rename would overwrite.
    await link(draft, path);
  } catch (error) {
    if (await isTaken(path, error)) return false;
    // Sticks and shares may know no hard links.
    await rename(draft, path);
  }
  await rm(draft, { force: true });
  await syncFolder(dirname(path));
  return true;
}

/** Makes the names in a folder survive a power cut. */
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
