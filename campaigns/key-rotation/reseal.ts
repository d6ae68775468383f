import type { mongo } from "mongoose";
import { personLength } from "../petitions/person.ts";
import type { Keys } from "../platform/sealing/keys.ts";
import type { LineRef } from "../platform/sealing/line-tokens.ts";
import { seal, sealingKeyId, unseal } from "../platform/sealing/seal.ts";
import type { Pending } from "../signing/confirmation/pending.model.ts";
import type { Signature } from "../signing/roll/signature.model.ts";
import type { Sheet } from "../signing/sheets/sheet.model.ts";
import type { Database } from "./deps.ts";
import { type KeyBits, keyBits } from "./sealed-under.ts";

type Deps = { database: Pick<Database, "sheets" | "pending" | "signatures">; keys: Keys };

/** Fields found under older keys: re-sealed, or impossible to open. Somebody else may have written the rest first. */
export type Resealed = { found: number; resealed: number; unopened: number };

/** Fields in key order, re-sealed but not written yet. */
export type ResealedBatch<Key> = {
  /** The last key of the batch. */
  last: Key;
  found: number;
  unopened: number;
  /** Writes each field that is still the one that was read; returns how many. */
  write: () => Promise<number>;
};

const batchSize = 1_000;

const inOrder = { sort: { _id: 1 }, limit: batchSize, batchSize: batchSize + 1, singleBatch: true } as const;

const nothing = Buffer.alloc(0);

/** Re-seals the signatures that follow a key; undefined when none are left. */
export async function resealSignatures(
  { database, keys }: Deps,
  after: Buffer | undefined,
): Promise<ResealedBatch<Buffer> | undefined> {
  const found = await database.signatures
    .find(
      { ...(after && { _id: { $gt: after } }), sealed: underOther(keys) },
      { ...inOrder, projection: { sealed: 1 } },
    )
    .toArray();
  const writes: mongo.AnyBulkWriteOperation<Signature>[] = [];
  for (const { _id, sealed } of found) {
    const resealed = resealOne(keys, _id.subarray(0, personLength), sealed);
    if (sealed && resealed)
      writes.push({ updateOne: { filter: { _id, sealed }, update: { $set: { sealed: resealed } } } });
  }
  return toBatch(found, writes.length, () => countWritten(database.signatures, writes));
}

/** Re-seals the pending entries that follow a key; undefined when none are left. */
export async function resealPending(
  { database, keys }: Deps,
  after: LineRef | undefined,
): Promise<ResealedBatch<LineRef> | undefined> {
  const found = await database.pending
    .find(
      { ...(after && { _id: { $gt: after } }), sealed: underOther(keys) },
      { ...inOrder, projection: { sealed: 1, "entry.person": 1 } },
    )
    .toArray();
  const writes: mongo.AnyBulkWriteOperation<Pending>[] = [];
  for (const { _id, sealed, entry } of found) {
    const resealed = resealOne(keys, entry.person, sealed);
    if (resealed)
      writes.push({ updateOne: { filter: { _id, sealed }, update: { $set: { sealed: resealed } } } });
  }
  return toBatch(found, writes.length, () => countWritten(database.pending, writes));
}

function toBatch<Key>(
  found: readonly { _id: Key }[],
  opened: number,
  write: () => Promise<number>,
): ResealedBatch<Key> | undefined {
  const last = found.at(-1);
  return last && { last: last._id, found: found.length, unopened: found.length - opened, write };
}

/** Re-seals the lines of all unprocessed sheets; processed sheets hold no sealed fields. */
export async function resealSheets(deps: Deps): Promise<Resealed> {
  const all: Resealed = { found: 0, resealed: 0, unopened: 0 };
  const sheets = deps.database.sheets.find(
    { state: "received", sealed: { $exists: true } },
    { projection: { sealed: 1, "lines.person": 1 }, batchSize: 20 },
  );
  for await (const sheet of sheets) {
    const one = await resealSheet(deps, sheet);
    all.found += one.found;
    all.resealed += one.resealed;
    all.unopened += one.unopened;
  }
  return all;
}

async function resealSheet(deps: Deps, { _id, lines, sealed = [] }: Sheet): Promise<Resealed> {
  const current = deps.keys.current().id;
  let found = 0;
  let opened = 0;
  const resealed = sealed.map((field, index) => {
    if (field.length === 0 || sealingKeyId(field) === current) return field;
    found += 1;
    const person = lines[index]?.person;
    const resealed = person && resealOne(deps.keys, person, field);
    if (resealed) opened += 1;
    return resealed ?? field;
  });
  if (opened === 0) return { found, resealed: 0, unopened: found };
  const { modifiedCount } = await deps.database.sheets.updateOne(
    { _id, sealed },
    { $set: { sealed: resealed } },
  );
  return { found, resealed: modifiedCount * opened, unopened: found - opened };
}

function underOther(keys: Keys): { $exists: true; $ne: Buffer; $not: KeyBits } {
  return { $exists: true, $ne: nothing, $not: keyBits(keys.current().id) };
}

/** A field under the current key; undefined when the existing one does not open. */
function resealOne(keys: Keys, person: Buffer, sealed: Buffer | undefined): Buffer | undefined {
  if (!sealed) return undefined;
  try {
    return seal(keys, person, unseal(keys, person, sealed));
  } catch {
    return undefined;
  }
}

async function countWritten<Kept extends Signature | Pending>(
  collection: mongo.Collection<Kept>,
  writes: mongo.AnyBulkWriteOperation<Kept>[],
): Promise<number> {
  if (writes.length === 0) return 0;
  return (await collection.bulkWrite(writes, { ordered: false })).modifiedCount;
}
