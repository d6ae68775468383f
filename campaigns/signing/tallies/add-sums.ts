import type { mongo } from "mongoose";
import type { Database } from "../deps.ts";
import type { Addition, GatheredSums } from "./gather-sums.ts";

/** Adds what was gathered from some sheets to the sums, in the transaction that marks these sheets as folded. */
export async function addSums(
  database: Pick<Database, "sums" | "sourceSums">,
  gathered: GatheredSums,
  session: mongo.ClientSession,
): Promise<void> {
  const options = { session, ordered: false };
  const sums = [...gathered.sums].map(([_id, { identity, paths }]) => upsert(_id, identity, paths));
  if (sums.length > 0) await database.sums.bulkWrite(sums, options);
  const sources = [...gathered.sources].map(([_id, { identity, paths }]) => upsert(_id, identity, paths));
  if (sources.length > 0) await database.sourceSums.bulkWrite(sources, options);
}

function upsert<Identity extends object>(
  _id: string,
  identity: Identity,
  paths: Addition<Identity>["paths"],
) {
  return {
    updateOne: {
      filter: { _id },
      update: { $inc: Object.fromEntries(paths), $setOnInsert: identity },
      upsert: true,
    },
  };
}
