import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { DomainError } from "../platform/errors.ts";
import type { AuditHead } from "./head.model.ts";

/** A head that somebody kept outside of the database. */
export type KeptHead = Pick<AuditHead, "_id" | "hash">;

/**
 * Where workers keep the newest head, beside the key file: somebody who can only write to the database can't reach it.
 */
export function keptHeadPath({ SHEAF_DATA }: { SHEAF_DATA?: string | undefined }): string {
  return resolve(SHEAF_DATA || ".sheaf", "audit-head");
}

/** Reads a head as `sheaf audit verify` prints it; undefined when it is none. */
export function parseHead(text: string): KeptHead | undefined {
  const [, number, hash = ""] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  return number === undefined ? undefined : { _id: Number(number), hash };
}

/**
 * The head in the file; undefined when there is no file yet. @throws DomainError `audit-broken` when the file holds
 * none.
 */
export async function readKeptHead(path: string): Promise<KeptHead | undefined> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const head = parseHead(text);
  if (!head)
    throw new DomainError("audit-broken", `${path} holds no head of the audit trail: it was changed.`);
  return head;
}

/** Keeps a head in the file, unless a later one is there: then it is false, and the trail is shorter than it was. */
export async function keepHead(path: string, head: string): Promise<boolean> {
  const kept = await readKeptHead(path);
  const number = parseHead(head)?._id ?? 0;
  if ((kept?._id ?? 0) > number) return false;
  if (number === 0 || kept?._id === number) return true;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(`${path}.new`, `${head}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return true;
}
