import { notFound } from "../platform/errors.ts";
import type { Account } from "./account.ts";

type Reaching = Pick<Account, "role" | "organisation">;

/** The secretariat reaches every organisation, everybody else only their own. */
export function reaches(account: Reaching, organisation: string): boolean {
  return account.role === "secretariat" || account.organisation === organisation;
}

/**
 * Makes sure that an account reaches an organisation.
 * @throws DomainError `not-found`: what belongs to another organisation looks as if it did not exist.
 */
export function mustReach(account: Reaching, organisation: string): void {
  if (!reaches(account, organisation)) throw notFound();
}
