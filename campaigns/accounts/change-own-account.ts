import { Types } from "mongoose";
import type { Deps } from "../deps.ts";
import type { Within } from "../in-transaction.ts";
import type { Locale } from "../languages/languages.ts";
import type { Account } from "./account.ts";
import { checkPerson, type PersonProblem } from "./check-person.ts";
import { sealPerson } from "./read-account.ts";

/** Changes somebody's own name and language; gives what is wrong, if anything. */
export async function changeOwnAccount(
  { database, keys, within }: Pick<Deps, "database" | "keys"> & Within,
  { id, email }: Account,
  to: { name: string; locale: Locale },
): Promise<PersonProblem | undefined> {
  const { person, problems } = checkPerson({ name: to.name, email });
  if (problems[0]) return problems[0];
  const _id = new Types.ObjectId(id);
  await database.accounts.updateOne(
    { _id },
    { $set: { sealed: sealPerson(keys, _id, person), locale: to.locale } },
    within,
  );
  return undefined;
}
