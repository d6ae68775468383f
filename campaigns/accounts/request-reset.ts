import type { Deps } from "./deps.ts";
import { findAccountByEmail } from "./find-account.ts";
import { addMailedTicket } from "./tickets.ts";

/**
 * Notes that a link to choose a new password goes to a mailbox. A mailbox without an account costs the same look-up,
 * the same writes and the same job: neither answer nor time tells who has one.
 */
export async function requestReset(
  deps: Pick<Deps, "database" | "keys" | "now" | "jobs">,
  email: string,
): Promise<void> {
  const stored = await findAccountByEmail(deps, email);
  const account = stored?.state === "active" ? stored._id : undefined;
  await addMailedTicket(deps, "reset", { account });
  deps.jobs.lettersDue();
}
