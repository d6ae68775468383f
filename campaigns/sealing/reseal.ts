import type { mongo } from "mongoose";
import type { Database } from "../database.ts";
import { personLength } from "../roll/person.ts";
import type { Signature } from "../roll/signature.model.ts";
import type { Pending } from "../sheets/pending.model.ts";
import type { Sheet } from "../sheets/sheet.model.ts";
import type { Keys } from "./keys.ts";
import type { LineRef } from "./line-tokens.ts";
import { seal, sealingKeyId, unseal } from "./seal.ts";
import { type KeyBits, keyBits } from "./sealed-under.ts";

type Deps = { database: Pick<Database, "sheets" | "pending" | "signatures">; keys: Keys };

/** What was found under older keys: sealed anew, or not to be opened. Somebody else may have been faster with the rest. */
export type Resealed = { found: number; resealed: number; unopened: number };

/** A batch in the order of keys, and the last key of it; undefined when there is nothing left behind. */
export type ResealedBatch<Key> = Resealed & { last: Key | undefined };

const batchSize = 1_000;

const inOrder = { sort: { _id: 1 }, limit: batchSize, batchSize: batchSize + 1, singleBatch: true } as const;

const nothing = Buffer.alloc(0);

/** Seals the signatures anew that follow a key. Each is written only if its sealed field is still the one that was read. */
export async function resealSignatures(
  deps: Deps,
  after: Buffer | undefined,
): Promise<ResealedBatch<Buffer>> {
  const { signatures } = deps.database;
  const found = await signatures
    .find(
      { ...(after && { _id: { $gt: after } }), sealed: underOther(deps.keys) },
      { ...inOrder, projection: { sealed: 1 } },
    )
    .toArray();
  const writes: mongo.AnyBulkWriteOperation<Signature>[] = [];
  for (const { _id, sealed } of found) {
    const anew = resealOne(deps.keys, _id.subarray(0, personLength), sealed);
    if (sealed && anew)
      writes.push({ updateOne: { filter: { _id, sealed }, update: { $set: { sealed: anew } } } });
  }
  const resealed = await countWritten(signatures, writes);
  return { found: found.length, resealed, unopened: found.length - writes.length, last: found.at(-1)?._id };
}

/** Seals the entries anew that wait for their confirmation and follow a key. */
export async function resealPending(deps: Deps, after: LineRef | undefined): Promise<ResealedBatch<LineRef>> {
  const { pending } = deps.database;
  const found = await pending
    .find(
      { ...(after && { _id: { $gt: after } }), sealed: underOther(deps.keys) },
      { ...inOrder, projection: { sealed: 1, "entry.person": 1 } },
    )
    .toArray();
  const writes: mongo.AnyBulkWriteOperation<Pending>[] = [];
  for (const { _id, sealed, entry } of found) {
    const anew = resealOne(deps.keys, entry.person, sealed);
    if (anew) writes.push({ updateOne: { filter: { _id, sealed }, update: { $set: { sealed: anew } } } });
  }
  const resealed = await countWritten(pending, writes);
  return { found: found.length, resealed, unopened: found.length - writes.length, last: found.at(-1)?._id };
}

/** Seals the lines of all sheets anew that have not been worked off; worked-off sheets hold no sealed fields. */
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
  const anew = sealed.map((field, place) => {
    if (field.length === 0 || sealingKeyId(field) === current) return field;
    found += 1;
    const person = lines[place]?.person;
    const resealed = person && resealOne(deps.keys, person, field);
    if (resealed) opened += 1;
    return resealed ?? field;
  });
  if (opened === 0) return { found, resealed: 0, unopened: found };
  const { modifiedCount } = await deps.database.sheets.updateOne({ _id, sealed }, { $set: { sealed: anew } });
  return { found, resealed: modifiedCount * opened, unopened: found - opened };
}

function underOther(keys: Keys): { $exists: true; $ne: Buffer; $not: KeyBits } {
  return { $exists: true, $ne: nothing, $not: keyBits(keys.current().id) };
}

/** A field under the current key; undefined when the one that is there does not open. */
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
