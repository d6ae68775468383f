import type { Account } from "../access/account.ts";
import type { InTransaction } from "../platform/in-transaction.ts";
import type { Locale } from "../platform/languages/languages.ts";
import { checkPerson, type PersonProblem } from "./check-person.ts";
import type { Deps } from "./deps.ts";
import { findAccount } from "./find-account.ts";
import { readAccount, sealPerson } from "./read-account.ts";

/** Changes the account's own name and language; returns what is wrong, if anything. */
export async function changeOwnAccount(
  deps: Pick<Deps, "database" | "keys"> & InTransaction,
  { id }: Account,
  to: { name: string; locale: Locale },
): Promise<PersonProblem | undefined> {
  // Name and address are sealed together, and the address may have changed since the request began.
  const stored = await findAccount(deps, id);
  const { email } = readAccount(deps.keys, stored);
  const { person, problems } = checkPerson({ name: to.name, email });
  if (problems[0]) return problems[0];
  const { _id } = stored;
  const change = { sealed: sealPerson(deps.keys, _id, person), locale: to.locale };
  await deps.database.accounts.updateOne({ _id }, { $set: change }, deps.transaction);
  return undefined;
}
