import type { Types } from "mongoose";
import type { Role } from "../access/account.ts";
import { secretariat } from "../access/secretariat.ts";
import type { InTransaction } from "../platform/in-transaction.ts";
import type { Deps } from "./deps.ts";

/** So many people are written to at most. */
const mostApprovers = 10;

/**
 * The accounts that may approve something of an organisation, without those who can't be its second person: those that
 * run its campaigns, or else the secretariat's.
 */
export async function findApprovers(
  { database, transaction }: Pick<Deps, "database"> & InTransaction,
  organisation: string,
  besides: readonly string[],
): Promise<Types.ObjectId[]> {
  const find = async (of: string, roles: Role[]) => {
    const found = await database.accounts
      .find(
        { organisation: of, state: "active", role: { $in: roles } },
        { ...transaction, projection: { _id: 1 } },
      )
      .sort({ at: 1 })
      .toArray();
    return found.map(({ _id }) => _id).filter((id) => !besides.includes(id.toHexString()));
  };
  const own = await find(organisation, ["secretariat", "organiser"]);
  const all = own.length > 0 ? own : await find(secretariat, ["secretariat"]);
  return all.slice(0, mostApprovers);
}
