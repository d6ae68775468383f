import type { StoredAccount } from "./account.model.ts";
import { mailboxKey } from "./account-key.ts";
import type { Deps } from "./deps.ts";
import { isPassword } from "./hash-password.ts";

/**
 * Finds the account that an address and a password open; null when they open none, after the same time whether there is
 * such an account or not.
 */
export async function checkPassword(
  { database, keys }: Pick<Deps, "database" | "keys">,
  email: string,
  password: string,
): Promise<StoredAccount | null> {
  const stored = await database.accounts.findOne({ mailbox: mailboxKey(keys, email), state: "active" });
  return (await isPassword(password, stored?.password)) ? stored : null;
}
