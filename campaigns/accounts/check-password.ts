import type { StoredAccount } from "./account.model.ts";
import { accountKey } from "./account-key.ts";
import type { Deps } from "./deps.ts";
import { isPassword } from "./hash-password.ts";

/**
 * Finds the account for an address and a password; null when there is none. It takes the same time whether or not
 * the account exists.
 */
export async function checkPassword(
  { database, keys }: Pick<Deps, "database" | "keys">,
  email: string,
  password: string,
): Promise<StoredAccount | null> {
  const stored = await database.accounts.findOne({ mailbox: accountKey(keys, email), state: "active" });
  return (await isPassword(password, stored?.password)) ? stored : null;
}
