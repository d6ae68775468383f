import { Types } from "mongoose";
import { sealPerson } from "#campaigns/accounts/read-account.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { mailboxKey } from "#campaigns/texts/mailbox-key.ts";

/** Adds an organiser who has an account and so reads what is written to her organisation; gives the account's id. */
export async function addReader(
  { database, keys }: Pick<Deps, "database" | "keys">,
  organisation: string,
  email: string,
  locale: Locale = "en",
): Promise<Types.ObjectId> {
  const _id = new Types.ObjectId();
  await database.accounts.insertOne({
    _id,
    mailbox: mailboxKey(keys, email),
    sealed: sealPerson(keys, _id, { name: "Nina Organiser", email }),
    organisation,
    role: "organiser",
    locale,
    state: "active",
    passkeys: [],
    recovery: [],
    at: new Date(),
  });
  return _id;
}
