import type { Deps } from "../deps.ts";
import { isDuplicate } from "../is-duplicate.ts";
import { type SuppressionEvidence, type SuppressionReason, suppressionReasons } from "./suppression.model.ts";

/**
 * Ends all updates to an address, whose key `suppressionKey` makes. Done again it changes nothing: the first evidence
 * stays, and only a stronger reason takes its place. Says whether anything changed.
 */
export async function suppress(
  { database, now }: Pick<Deps, "database" | "now">,
  key: Buffer,
  reason: SuppressionReason,
  evidence: SuppressionEvidence,
): Promise<"suppressed" | "known"> {
  const weaker = suppressionReasons.slice(0, suppressionReasons.indexOf(reason));
  const write = (upsert: boolean) =>
    database.suppressions.updateOne(
      { _id: key, $or: [{ lifted: { $exists: true } }, { reason: { $in: weaker } }] },
      { $set: { reason, at: now(), evidence }, $unset: { lifted: "" } },
      { upsert },
    );
  const written = await write(true).catch((error: unknown) => {
    // It is there: either not to be replaced, or written by somebody else in this moment.
    if (isDuplicate(error)) return write(false);
    throw error;
  });
  return written.modifiedCount + written.upsertedCount > 0 ? "suppressed" : "known";
}
