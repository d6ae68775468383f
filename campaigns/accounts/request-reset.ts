import { accountLetterId } from "./account-letter-id.ts";
import type { Deps } from "./deps.ts";
import { findAccountByEmail } from "./find-account.ts";
import { addTicket } from "./tickets.ts";

/**
 * Stores that a link to choose a new password goes to a mailbox. A mailbox without an account costs the same
 * look-up, the same write and the same job, so neither the answer nor its timing reveals who has one.
 */
export async function requestReset(
  deps: Pick<Deps, "database" | "keys" | "now" | "jobs">,
  email: string,
): Promise<void> {
  const stored = await findAccountByEmail(deps, email);
  const account = stored?.state === "active" ? stored._id : undefined;
  const ticket = await addTicket(deps, "reset", { account, isMailed: true });
  deps.jobs.lettersDue([accountLetterId(ticket._id)]);
}
