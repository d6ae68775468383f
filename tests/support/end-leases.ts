import type { mongo } from "mongoose";
import type { Leased } from "#campaigns/platform/lease.ts";

/** The holder of a document of this collection has been silent for too long, by MongoDB's clock. */
export async function endLeases<Kind extends Leased>(collection: mongo.Collection<Kind>): Promise<void> {
  const everything: mongo.Filter<Kind> = {};
  const held = { ...everything, $expr: { $gt: ["$lease", null] } };
  await collection.updateMany(held, [{ $set: { "lease.until": { $add: ["$$NOW", -1] } } }]);
}
