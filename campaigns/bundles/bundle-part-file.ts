import { type FileHandle, open, readdir, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DomainError } from "../platform/errors.ts";
import { nameFile } from "../platform/name-file.ts";

/** A bundle being written, before it has its final name. */
export type PartFile = {
  handle: FileHandle;
  /**
   * Gives the finished file its name.
   * @throws DomainError `bundle-exists` when the name has been taken in the meantime.
   */
  publish(): Promise<void>;
  /** Closes the part file and removes what is left of it; safe to call at any time. */
  discard(): Promise<void>;
};

/**
 * Opens a part file next to the final file, readable by its owner only, after removing those of runs that died. The
 * final name only ever refers to a complete bundle.
 * @throws DomainError `bundle-exists` when the name is taken, `configuration` when the folder can't be written.
 */
export async function openPartFile(path: string): Promise<PartFile> {
  await refuseTaken(path);
  await removeStaleDrafts(path);
  const draft = draftName(path, process.pid);
  const handle = await open(draft, "wx", 0o600).catch((cause: Error) => {
    throw new DomainError("configuration", `${path} can't be written: ${cause.message}.`, { cause });
  });
  return {
    handle,
    async publish() {
      await handle.close();
      if (!(await nameFile(draft, path))) throw taken(path);
    },
    async discard() {
      await handle.close();
      await rm(draft, { force: true });
    },
  };
}

async function refuseTaken(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found) throw taken(path);
}

function taken(path: string): DomainError {
  return new DomainError(
    "bundle-exists",
    `${path} exists, and bundles are never overwritten: choose another name, or move it away.`,
  );
}

function draftName(path: string, pid: number): string {
  return join(dirname(path), `.${basename(path)}.${pid}.part`);
}

async function removeStaleDrafts(path: string): Promise<void> {
  const beginning = `.${basename(path)}.`;
  const names = await readdir(dirname(path)).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(beginning) || !name.endsWith(".part")) continue;
    const pid = Number(name.slice(beginning.length, -".part".length));
    const isOurs = pid === process.pid || !isAlive(pid);
    if (Number.isInteger(pid) && pid > 0 && isOurs) await rm(join(dirname(path), name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
