import { DomainError } from "../platform/errors.ts";
import { type InTransaction, withTransaction } from "../platform/in-transaction.ts";
import type { StoredAccount } from "./account.model.ts";
import type { Deps } from "./deps.ts";
import { setPassword } from "./set-password.ts";

/**
 * Gives an account a new password and removes its second steps: for an operator, when its owner has lost everything.
 * @throws DomainError `account-refused` when the account was ended.
 */
export async function resetAccount(
  deps: Pick<Deps, "database"> & InTransaction,
  { _id, state }: StoredAccount,
  password: string,
): Promise<void> {
  if (state === "ended") throw new DomainError("account-refused", "This account was ended: add a new one.");
  await withTransaction(deps, async (inner) => {
    await inner.database.accounts.updateOne(
      { _id },
      { $set: { passkeys: [], recovery: [] }, $unset: { totp: 1 } },
      inner.transaction,
    );
    await setPassword(inner, _id, password);
  });
}
