import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { DomainError } from "../errors.ts";
import { nameFile, syncFolder } from "../name-file.ts";

const secret = Type.String({ pattern: "^[A-Za-z0-9+/]{43}=$", description: "32 random bytes, base64" });

const keyFileSchema = Type.Object(
  {
    about: Type.String(),
    identity: secret,
    links: secret,
    current: Type.Integer({ minimum: 1, maximum: 65535 }),
    sealing: Type.Array(
      Type.Object(
        { id: Type.Integer({ minimum: 1, maximum: 65535 }), secret, madeAt: Type.String() },
        { additionalProperties: false },
      ),
      { minItems: 1 },
    ),
  },
  { additionalProperties: false },
);

/**
 * The file with all secrets. `identity` makes nullifiers and never changes, `links` makes receipts and links and
 * never changes, `sealing` keys seal personal fields and rotate; `current` names the sealing key in use.
 */
export type KeyFile = Static<typeof keyFileSchema>;

const about =
  "Sheaf's keys. Back this file up apart from the database: without it no sealed field opens again, and nobody signs twice is no longer known.";

/** Generates a new set of keys; nothing is written. */
export function makeKeyFile(now: Date): KeyFile {
  return { about, identity: newSecret(), links: newSecret(), current: 1, sealing: [newSealingKey(1, now)] };
}

/** The id that the next sealing key gets. */
export function nextSealingId(file: KeyFile): number {
  return Math.max(...file.sealing.map((key) => key.id)) + 1;
}

/**
 * Adds a sealing key; the current one stays current, so that every process can learn the new one before anything is
 * sealed with it.
 */
export function withSealingKey(file: KeyFile, id: number, now: Date): KeyFile {
  return { ...file, sealing: [...file.sealing, newSealingKey(id, now)] };
}

/** Removes a sealing key. */
export function withoutSealingKey(file: KeyFile, id: number): KeyFile {
  return { ...file, sealing: file.sealing.filter((key) => key.id !== id) };
}

/** Reads the key file; undefined when there is none. @throws DomainError `configuration` when it is not a key file. */
export async function readKeyFile(path: string): Promise<KeyFile | undefined> {
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return undefined;
    throw new DomainError("configuration", `The key file ${path} can't be read: ${cause.message}.`, {
      cause,
    });
  });
  return text === undefined ? undefined : parseKeyFile(path, text);
}

function parseKeyFile(path: string, text: string): KeyFile {
  try {
    const file: unknown = JSON.parse(text);
    Value.Assert(keyFileSchema, file);
    if (!file.sealing.some((key) => key.id === file.current)) throw new Error("the current key is not in it");
    return file;
  } catch (cause) {
    throw new DomainError(
      "configuration",
      `${path} is not a key file of Sheaf; restore it from your backup.`,
      {
        cause,
      },
    );
  }
}

/** Writes the key file so that a crash leaves the old one or the new one, readable by its owner only. */
export async function writeKeyFile(path: string, file: KeyFile): Promise<void> {
  const draft = await writeDraft(path, file);
  await rename(draft, path).catch(async (cause: NodeJS.ErrnoException) => {
    await rm(draft, { force: true });
    throw cannotWrite(path, cause);
  });
  // Data sealed under a new key must not outlive the key file, so its name is made durable first.
  await syncFolder(dirname(path));
}

/** Writes the first key file; false, with nothing written, when another process was faster. */
export async function createKeyFile(path: string, file: KeyFile): Promise<boolean> {
  const draft = await writeDraft(path, file);
  try {
    const named = await nameFile(draft, path);
    if (!named) await rm(draft, { force: true });
    return named;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function writeDraft(path: string, file: KeyFile): Promise<string> {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}.new`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(draft, "wx", 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(file, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    // A draft that was begun holds secrets.
    await rm(draft, { force: true }).catch(() => undefined);
    throw cannotWrite(path, cause);
  }
  return draft;
}

/** A new file takes the old one's place, so the folder has to be writable, and the file can't be a mount of its own. */
function cannotWrite(path: string, cause: unknown): DomainError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const says =
    `The key file ${path} can't be replaced, and nothing of it was changed (${reason}). Make its folder ${dirname(path)} ` +
    "writable for this command (mount the folder, not the file alone), and run it again.";
  return new DomainError("keys-refused", says, { cause });
}

function newSecret(): string {
  return randomBytes(32).toString("base64");
}

function newSealingKey(id: number, now: Date): KeyFile["sealing"][number] {
  return { id, secret: newSecret(), madeAt: now.toISOString() };
}
