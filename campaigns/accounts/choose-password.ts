import type { Account } from "../access/account.ts";
import { DomainError } from "../platform/errors.ts";
import type { InTransaction } from "../platform/in-transaction.ts";
import type { StoredAccount } from "./account.model.ts";
import { type PasswordProblem, passwordProblem } from "./check-new-password.ts";
import type { Deps } from "./deps.ts";
import { readAccount } from "./read-account.ts";
import { setPassword } from "./set-password.ts";
import { openTicket, useTicket } from "./tickets.ts";

type ChoosingDeps = Pick<Deps, "database" | "keys" | "now"> & InTransaction;

/** Purposes of links that lead to a page for choosing a password. */
export type PasswordPurpose = "invitation" | "reset";

/** Finds the account whose password a link sets. @throws DomainError `link-unknown`, `link-expired`. */
export async function openPasswordLink(
  deps: ChoosingDeps,
  purpose: PasswordPurpose,
  token: string,
): Promise<Account> {
  const { account } = await openTicket(deps, purpose, token);
  return readAccount(deps.keys, await ownerOf(deps, purpose, account));
}

/**
 * Sets a password through a link, which works once. The second step of signing in stays as it was: somebody who has
 * the mailbox does not have the phone.
 * @throws DomainError `link-unknown`, `link-expired`.
 */
export async function choosePassword(
  deps: ChoosingDeps,
  purpose: PasswordPurpose,
  token: string,
  password: string,
): Promise<{ account: Account } | { problem: PasswordProblem }> {
  const account = await openPasswordLink(deps, purpose, token);
  const problem = await passwordProblem(password, [account.name, account.email, account.organisation]);
  if (problem) return { problem };
  const ticket = await useTicket(deps, purpose, token);
  const stored = await ownerOf(deps, purpose, ticket.account);
  await setPassword(deps, stored._id, password);
  return { account };
}

async function ownerOf(
  { database }: ChoosingDeps,
  purpose: PasswordPurpose,
  account: StoredAccount["_id"] | undefined,
): Promise<StoredAccount> {
  const state = purpose === "invitation" ? "invited" : "active";
  const stored = account && (await database.accounts.findOne({ _id: account, state }));
  if (!stored) throw new DomainError("link-expired", "This link is not good any more: ask for a new one.");
  return stored;
}
