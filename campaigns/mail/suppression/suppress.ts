import type { InTransaction } from "../../platform/in-transaction.ts";
import { isDuplicate } from "../../platform/is-duplicate.ts";
import type { Deps } from "../deps.ts";
import { type SuppressionEvidence, type SuppressionReason, suppressionReasons } from "./suppression.model.ts";

/**
 * Ends all updates to an address, whose key `mailboxKey` makes. Done again it changes nothing: the first evidence
 * stays, and only a stronger reason takes its place. Who unsubscribes again also leaves what she agreed to in between
 * as well. Says whether anything changed.
 */
export async function suppress(
  { database, now, transaction }: Pick<Deps, "database" | "now"> & InTransaction,
  key: Buffer,
  reason: SuppressionReason,
  evidence: SuppressionEvidence,
): Promise<"suppressed" | "known"> {
  const weaker = suppressionReasons.slice(0, suppressionReasons.indexOf(reason));
  const replaced = reason === "left-everything" ? [reason] : weaker;
  const write = (upsert: boolean) =>
    database.suppressions.updateOne(
      { _id: key, $or: [{ lifted: { $exists: true } }, { reason: { $in: replaced } }] },
      { $set: { reason, at: now(), evidence }, $unset: { lifted: "" } },
      { upsert, ...transaction },
    );
  // Looked up first: within a transaction, a duplicate key would end it.
  const isThere = await database.suppressions.findOne(
    { _id: key },
    { projection: { _id: 1 }, ...transaction },
  );
  const written = await write(isThere === null).catch((error: unknown) => {
    // Somebody else has just written it.
    if (isDuplicate(error)) return write(false);
    throw error;
  });
  return written.modifiedCount + written.upsertedCount > 0 ? "suppressed" : "known";
}
