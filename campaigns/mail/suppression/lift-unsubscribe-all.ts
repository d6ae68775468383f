import { mailboxKey } from "../../texts/mailbox-key.ts";
import type { Deps } from "../deps.ts";

/**
 * Somebody who unsubscribed from everything and then agreed to news again gets it. Only her own unsubscribing is
 * lifted: an address that bounced or complained stays suppressed. Callers must know that she acts from her own
 * mailbox; `agreedAt` is when she agreed, because an earlier consent is what she withdrew.
 */
export async function liftUnsubscribeAll(
  { database, keys, now }: Pick<Deps, "database" | "keys" | "now">,
  email: string,
  agreedAt: Date,
): Promise<void> {
  const left = {
    _id: mailboxKey(keys, email),
    reason: "left-everything",
    at: { $lt: agreedAt },
    lifted: { $exists: false },
  } as const;
  // Hardly anybody has unsubscribed: reading costs less than a write that waits for a majority.
  if (!(await database.suppressions.findOne(left, { projection: { _id: 1 } }))) return;
  await database.suppressions.updateOne(left, { $set: { lifted: { at: now(), why: "left-no-more" } } });
}
