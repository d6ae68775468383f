import { Types } from "mongoose";
import type { Account } from "../access/account.ts";
import { DomainError } from "../platform/errors.ts";
import type { InTransaction } from "../platform/in-transaction.ts";
import { isDuplicate } from "../platform/is-duplicate.ts";
import type { StoredAccount } from "./account.model.ts";
import { accountKey } from "./account-key.ts";
import { checkPerson } from "./check-person.ts";
import type { Deps } from "./deps.ts";
import { hashPassword } from "./hash-password.ts";
import { readAccount, sealPerson } from "./read-account.ts";

/** A new account; without a password it waits until its owner chooses one. */
export type NewAccount = Omit<Account, "id"> & { password?: string };

/**
 * Adds an account.
 * @throws DomainError `account-refused` when the name or the address is not acceptable, `account-taken` when the
 * mailbox already has an account.
 */
export async function addAccount(
  deps: Pick<Deps, "database" | "keys" | "now"> & InTransaction,
  { password, ...input }: NewAccount,
): Promise<Account> {
  const { person, problems } = checkPerson(input);
  const [problem] = problems;
  if (problem)
    throw new DomainError("account-refused", `This ${problem.field} can't be taken: ${problem.code}.`);
  const _id = new Types.ObjectId();
  const stored: StoredAccount = {
    _id,
    mailbox: accountKey(deps.keys, person.email),
    sealed: sealPerson(deps.keys, _id, person),
    organisation: input.organisation,
    role: input.role,
    locale: input.locale,
    state: password === undefined ? "invited" : "active",
    ...(password !== undefined && { password: await hashPassword(password) }),
    passkeys: [],
    recovery: [],
    at: deps.now(),
  };
  await deps.database.accounts.insertOne(stored, deps.transaction).catch((error: unknown) => {
    if (isDuplicate(error)) {
      throw new DomainError("account-taken", "There is already an account for this address.");
    }
    throw error;
  });
  return readAccount(deps.keys, stored);
}
