import { setTimeout as wait } from "node:timers/promises";
import { DomainError } from "../platform/errors.ts";
import { openCheckedKeys, rememberKeys } from "../platform/sealing/check-keys.ts";
import { keyFileInterval } from "../platform/sealing/follow-key-file.ts";
import {
  type KeyFile,
  nextSealingId,
  readKeyFile,
  withSealingKey,
  writeKeyFile,
} from "../platform/sealing/key-file.ts";
import { type Keys, openKeys } from "../platform/sealing/keys.ts";
import type { Database } from "./deps.ts";
import { type HeldRotation, holdRotation } from "./hold-rotation.ts";
import {
  type Resealed,
  type ResealedBatch,
  resealPending,
  resealSheets,
  resealSignatures,
} from "./reseal.ts";
import { resealAccounts } from "./reseal-accounts.ts";
import { resealContacts } from "./reseal-contacts.ts";
import type { Rotation } from "./rotation.model.ts";

/** What to rotate, and how. */
export type RotationOrder = {
  /** The key file. */
  path: string;
  /**
   * How long it takes until every running process has read a changed key file, in milliseconds; shorter when none
   * runs.
   */
  settleTime?: number;
  /** Called with the number of fields re-sealed, and about how many there are. */
  onProgress?: (resealed: number, expected: number) => void;
  /** Stops after the current batch; the next rotation continues from there. */
  signal?: AbortSignal;
};

/** The key that seals from now on; `unopened` fields stay under older keys because they did not open. */
export type RotatedKeys = { keyId: number; resealed: number; unopened: number };

type Deps = { database: Database; now: () => Date };

type Work = Required<Omit<RotationOrder, "signal">> & {
  deps: Deps;
  held: HeldRotation;
  keys: Keys;
  signal: AbortSignal | undefined;
  resealed: number;
  expected: number;
  notedAt: number;
};

/** How often progress is stored, in milliseconds: after a kill, a second's work is repeated. */
const noteInterval = 1_000;

/**
 * Creates a new sealing key and re-seals everything under it, while people sign: first every process learns the key,
 * then it is used, and then passes go over all fields until one finds nothing. It may be killed at any moment;
 * running it again continues and finishes.
 * @throws DomainError `keys-lost`, `keys-refused` when another process rotates, `interrupted`, `configuration`.
 */
export async function rotateKeys(deps: Deps, order: RotationOrder): Promise<RotatedKeys> {
  const { path, settleTime = 2 * keyFileInterval + 500, onProgress = () => undefined, signal } = order;
  const keys = await openCheckedKeys(deps, path);
  const held = await holdRotation(deps, nextSealingId(await readFile(path)));
  const { _id: keyId, resealed } = held.rotation;
  try {
    await spreadKey({ deps, held, path, settleTime, signal });
    keys.replace(await readFile(path));
    const expected = await countFields(deps);
    const work = { deps, held, keys, path, settleTime, onProgress, signal, resealed, expected, notedAt: 0 };
    const unopened = await resealAll(work);
    await held.keep({ state: "finished", finishedAt: deps.now(), resealed: work.resealed, reached: {} });
    return { keyId, resealed: work.resealed, unopened };
  } finally {
    await held.release();
  }
}

/** Adds the key and, once every process knows it, makes it current. Continues wherever an earlier run stopped. */
async function spreadKey(work: Pick<Work, "deps" | "held" | "path" | "settleTime" | "signal">) {
  const { deps, held, path } = work;
  const { _id: id } = held.rotation;
  let file = await readFile(path);
  if (file.current === id && held.rotation.state === "sealing") return;
  if (!file.sealing.some((key) => key.id === id)) {
    await held.keep();
    file = withSealingKey(file, id, deps.now());
    await writeKeyFile(path, file);
  }
  await rememberKeys(deps, openKeys(file));
  await settle(work);
  // The file may have been replaced in the meantime: nothing may be sealed under a key that the database does
  // not know.
  await openCheckedKeys(deps, path);
  await writeKeyFile(path, { ...(await readFile(path)), current: id });
  await settle(work);
  await held.keep({ state: "sealing" });
}

/** Goes over all fields until a pass finds nothing that opens; returns how many fields do not open. */
async function resealAll(work: Work): Promise<number> {
  let { reached } = work.held.rotation;
  for (;;) {
    const isWhole = Object.keys(reached).length === 0;
    const { found, unopened } = await passOver(work, reached);
    reached = {};
    if (found === unopened && isWhole) return unopened;
    // By then, whatever a process held in memory is back in the database.
    if (found > unopened) await settle(work);
  }
}

/**
 * One pass. Fields move from sheets to pending, and from there through another sheet to the roll, or directly to it:
 * in this order none can slip past.
 */
async function passOver(work: Work, reached: Rotation["reached"]): Promise<Resealed> {
  const sealing = { database: work.deps.database, keys: work.keys };
  const sum: Resealed = { found: 0, resealed: 0, unopened: 0 };
  const add = (part: Resealed) => {
    sum.found += part.found;
    sum.unopened += part.unopened;
    return note(work, part.resealed, reached);
  };
  await add(await resealAccounts(sealing));
  await add(await resealContacts(sealing));
  await add(await resealSheets(sealing));
  await inBatches(
    reached.pending,
    (after) => resealPending(sealing, after),
    async (last, part) => {
      reached.pending = last;
      await add(part);
    },
  );
  await add(await resealSheets(sealing));
  await inBatches(
    reached.signatures,
    (after) => resealSignatures(sealing, after),
    async (last, part) => {
      reached.signatures = last;
      await add(part);
    },
  );
  await work.held.keep({ resealed: work.resealed, reached: {} });
  return sum;
}

/** Goes through batches; each one is written while the next is read. */
async function inBatches<Key>(
  after: Key | undefined,
  read: (after: Key | undefined) => Promise<ResealedBatch<Key> | undefined>,
  written: (last: Key, part: Resealed) => Promise<void>,
): Promise<void> {
  for (let next = await read(after); next; ) {
    const { last, found, unopened, write } = next;
    const writing = write().then((resealed) => written(last, { found, resealed, unopened }));
    // The code awaiting it below sees a failure.
    writing.catch(() => undefined);
    next = await read(last);
    await writing;
  }
}

async function note(work: Work, resealed: number, reached: Rotation["reached"]): Promise<void> {
  work.resealed += resealed;
  work.onProgress(work.resealed, work.expected);
  if (work.signal?.aborted) {
    await work.held.keep({ resealed: work.resealed, reached });
    throw interrupted();
  }
  if (performance.now() - work.notedAt < noteInterval) return;
  work.notedAt = performance.now();
  await work.held.keep({ resealed: work.resealed, reached });
}

/** About how many fields there are; an exact count would read them all. */
async function countFields({ database }: Deps): Promise<number> {
  return (
    (await database.signatures.estimatedDocumentCount()) + (await database.pending.estimatedDocumentCount())
  );
}

/** Waits until every process has read the key file, or has written back what it held in memory. */
async function settle({ settleTime, signal }: Pick<Work, "settleTime" | "signal">): Promise<void> {
  await wait(settleTime, undefined, signal ? { signal } : {}).catch(() => {
    throw interrupted();
  });
}

function interrupted(): DomainError {
  return new DomainError(
    "interrupted",
    "Interrupted: every field still opens; run it again to go on from here.",
  );
}

async function readFile(path: string): Promise<KeyFile> {
  const file = await readKeyFile(path);
  if (!file) throw new DomainError("keys-lost", `The key file ${path} is gone: restore it from your backup.`);
  return file;
}
