import { Types } from "mongoose";
import type { Deps } from "./deps.ts";
import { readAccount } from "./read-account.ts";

/** The names of accounts by id; ids without an account, such as the operator's, have no name. */
export async function nameAccounts(
  { database, keys }: Pick<Deps, "database" | "keys">,
  ids: Iterable<string>,
): Promise<Map<string, string>> {
  const known = [...new Set(ids)]
    .filter((id) => /^[0-9a-f]{24}$/.test(id))
    .map((id) => new Types.ObjectId(id));
  const stored = await database.accounts.find({ _id: { $in: known } }).toArray();
  return new Map(stored.map((account) => [account._id.toHexString(), readAccount(keys, account).name]));
}
