import type { Deps } from "../deps.ts";

/**
 * Whoever left everything and now agrees to news again gets it. Only what she did herself ends so: an address that bounced
 * or complained stays suppressed. Whoever calls this knows that she acts from her own mailbox.
 */
export async function endLeaving(
  { database, now }: Pick<Deps, "database" | "now">,
  key: Buffer,
): Promise<void> {
  const left = { _id: key, reason: "left-everything", lifted: { $exists: false } } as const;
  // Hardly anybody has left: asking costs less than a write that waits for a majority.
  if (!(await database.suppressions.findOne(left, { projection: { _id: 1 } }))) return;
  await database.suppressions.updateOne(left, { $set: { lifted: { at: now(), why: "left-no-more" } } });
}
