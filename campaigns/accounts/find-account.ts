import { Types } from "mongoose";
import { DomainError } from "../platform/errors.ts";
import type { InTransaction } from "../platform/in-transaction.ts";
import type { StoredAccount } from "./account.model.ts";
import { accountKey } from "./account-key.ts";
import type { Deps } from "./deps.ts";

/** Finds an account by its id. @throws DomainError `not-found`. */
export async function findAccount(
  { database, transaction }: Pick<Deps, "database"> & InTransaction,
  id: string | Types.ObjectId,
): Promise<StoredAccount> {
  const known = typeof id === "string" && !Types.ObjectId.isValid(id) ? null : new Types.ObjectId(id);
  const stored = known && (await database.accounts.findOne({ _id: known }, transaction));
  if (!stored) throw new DomainError("not-found", "There is no such account.");
  return stored;
}

/** Finds an account by its address; null when there is none. */
export async function findAccountByEmail(
  { database, keys }: Pick<Deps, "database" | "keys">,
  email: string,
): Promise<StoredAccount | null> {
  return database.accounts.findOne({ mailbox: accountKey(keys, email) });
}
