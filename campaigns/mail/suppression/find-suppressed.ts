import type { Deps } from "../deps.ts";
import type { SuppressionReason } from "./suppression.model.ts";

/**
 * Tells which of some addresses get no updates, and why. Takes their keys (`mailboxKey`); the answer is by the key in
 * hex, and holds only those that are suppressed.
 */
export async function findSuppressed(
  { database }: Pick<Deps, "database">,
  keys: Buffer[],
): Promise<Map<string, SuppressionReason>> {
  if (keys.length === 0) return new Map();
  const found = await database.suppressions
    .find({ _id: { $in: keys }, lifted: { $exists: false } }, { projection: { reason: 1 } })
    .toArray();
  return new Map(found.map(({ _id, reason }) => [_id.toString("hex"), reason]));
}
