import { type mongo, Schema, Types } from "mongoose";
import { fromNow, hasCome } from "./database-time.ts";

/**
 * A lease on a document: while one process works on it no other does, and what a killed one held is free after a while.
 * It lies in the document itself, under `lease`, and ends by MongoDB's clock alone: a process whose own clock is wrong
 * neither takes what is held nor keeps it for longer.
 *
 *   const claim = newClaim(20_000);
 *   const range = await takeLease(ranges, { _id, state: "open" }, claim);   // null: held, or nothing matches
 *   const stop = keepLease(ranges, { _id }, claim);                         // renews it while this process lives
 *   await releaseLease(ranges, { _id }, claim, { state: "done" });          // 0: another process has taken it over
 *
 * One that was overtaken still runs for a while. So an act that writes down what it did asks in the same write for
 * `heldBy(claim)`.
 */
export type Lease = { holder: Types.ObjectId; until: Date };

/** A document that can be leased; without a lease it is free. */
export type Leased = { lease?: Lease };

/** The schema of a lease, for models. */
export const leaseSchema = new Schema<Lease>(
  { holder: { type: Schema.Types.ObjectId, required: true }, until: { type: Date, required: true } },
  { _id: false, strict: "throw" },
);

/**
 * One attempt to hold something: no two share a holder. A lease that is not renewed ends after so many milliseconds.
 */
export type Claim = { holder: Types.ObjectId; milliseconds: number };

/** Creates a new claim. */
export function newClaim(milliseconds: number): Claim {
  return { holder: new Types.ObjectId(), milliseconds };
}

/** Filter for documents that nobody holds, or whose holder has been silent for too long. */
export const unleased = { $expr: hasCome("lease.until") };

/** Filter for documents that this claim holds. Nobody has taken them over, even if the lease has expired. */
export function heldBy({ holder }: Claim) {
  return { "lease.holder": holder };
}

type InTransaction = { session?: mongo.ClientSession };

/**
 * Takes one document that nobody holds and gives it as it was before: its `lease` is then that of a holder that fell
 * silent. Null when none that matches is free. `change` changes more of it, by the expressions of a pipeline's `$set`.
 */
export function takeLease<Kind extends Leased>(
  collection: mongo.Collection<Kind>,
  filter: mongo.Filter<Kind>,
  claim: Claim,
  change: mongo.Document = {},
): Promise<mongo.WithId<Kind> | null> {
  const $set = { ...change, lease: leaseOf(claim) };
  return collection.findOneAndUpdate({ ...filter, ...unleased }, [{ $set }]);
}

/**
 * Takes all documents that match and that nobody holds, in one write; gives how many those are. Read them with
 * `heldBy`: others may have taken some meanwhile. MongoDB takes them one by one: after a crash in between some are
 * held, until then.
 */
export async function takeLeases<Kind extends Leased>(
  collection: mongo.Collection<Kind>,
  filter: mongo.Filter<Kind>,
  claim: Claim,
): Promise<number> {
  const free = { ...filter, ...unleased };
  const { modifiedCount } = await collection.updateMany(free, [{ $set: { lease: leaseOf(claim) } }]);
  return modifiedCount;
}

/**
 * Prolongs what a claim holds of these documents, and stores `values` in them; gives how many those are. Less than
 * before: some were taken over.
 */
export async function renewLease<Kind extends Leased>(
  collection: mongo.Collection<Kind>,
  filter: mongo.Filter<Kind>,
  claim: Claim,
  { values = {}, ...inTransaction }: InTransaction & { values?: mongo.Document } = {},
): Promise<number> {
  const $set = { ...literally(values), "lease.until": fromNow(claim.milliseconds) };
  const held = { ...filter, ...heldBy(claim) };
  return (await collection.updateMany(held, [{ $set }], inTransaction)).matchedCount;
}

/**
 * Renews a lease four times in its life, until what it gives is called. A write with `heldBy` notices a failure.
 */
export function keepLease<Kind extends Leased>(
  collection: mongo.Collection<Kind>,
  filter: mongo.Filter<Kind>,
  claim: Claim,
): () => void {
  const beat = setInterval(() => {
    renewLease(collection, filter, claim).catch(() => undefined);
  }, claim.milliseconds / 4);
  return () => clearInterval(beat);
}

/**
 * Gives back what a claim holds of these documents, with `values` stored in them; gives how many: none once taken over.
 */
export async function releaseLease<Kind extends Leased>(
  collection: mongo.Collection<Kind>,
  filter: mongo.Filter<Kind>,
  claim: Claim,
  values: mongo.Document = {},
): Promise<number> {
  const change = Object.keys(values).length > 0 ? [{ $set: literally(values) }] : [];
  const held = { ...filter, ...heldBy(claim) };
  return (await collection.updateMany(held, [...change, { $unset: "lease" }])).matchedCount;
}

/** In a pipeline a value that is an object would be merged into the one that is stored, and "$" begins a path. */
function literally(values: mongo.Document): mongo.Document {
  return Object.fromEntries(Object.entries(values).map(([path, value]) => [path, { $literal: value }]));
}

function leaseOf({ holder, milliseconds }: Claim) {
  return { holder, until: fromNow(milliseconds) };
}
