import { rollRange } from "../../petitions/person.ts";
import type { Deps } from "../deps.ts";

/** Signatures that an estimate examines: some tens of milliseconds. */
export const mostLooked = 50_000;

/** The first signatures of a roll, and their share of it: 1 when there are no others. */
export type BeginningOfRoll = { keys: { $gte: Buffer; $lt: Buffer }; part: number };

/**
 * Finds the keys of a number of signatures at a roll's beginning. Keys are hashes under a secret, so the first ones
 * are a random sample, and their share of the key space is their share of the people.
 */
export async function beginningOfRoll(
  { database }: Pick<Deps, "database">,
  { ordinal }: { ordinal: number },
  most: number,
): Promise<BeginningOfRoll> {
  const { from, to } = rollRange(ordinal);
  const [end] = await database.signatures
    .find({ _id: { $gte: from, $lt: to } }, { projection: { _id: 1 }, sort: { _id: 1 }, hint: "_id_" })
    .skip(most)
    .limit(1)
    .toArray();
  if (!end) return { keys: { $gte: from, $lt: to }, part: 1 };
  const afterOrdinal = 4;
  return { keys: { $gte: from, $lt: end._id }, part: end._id.readUInt32BE(afterOrdinal) / 2 ** 32 };
}
