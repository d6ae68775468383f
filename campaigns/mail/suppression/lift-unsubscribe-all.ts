import type { Deps } from "../deps.ts";
import { suppressionKey } from "./suppression-key.ts";

/**
 * Whoever left everything and then agreed to news anew gets it. Only what she did herself ends so: an address that bounced
 * or complained stays suppressed. Whoever calls this knows that she acts from her own mailbox; `agreedAt` is when she
 * agreed, for an older agreement is what she left.
 */
export async function liftUnsubscribeAll(
  { database, keys, now }: Pick<Deps, "database" | "keys" | "now">,
  email: string,
  agreedAt: Date,
): Promise<void> {
  const left = {
    _id: suppressionKey(keys, email),
    reason: "left-everything",
    at: { $lt: agreedAt },
    lifted: { $exists: false },
  } as const;
  // Hardly anybody has left: asking costs less than a write that waits for a majority.
  if (!(await database.suppressions.findOne(left, { projection: { _id: 1 } }))) return;
  await database.suppressions.updateOne(left, { $set: { lifted: { at: now(), why: "left-no-more" } } });
}
