import type { Types } from "mongoose";
import type { Role } from "../access/account.ts";
import { secretariat } from "../access/secretariat.ts";
import type { InTransaction } from "../platform/in-transaction.ts";
import type { Deps } from "./deps.ts";

/** The roles that approve texts and mails. */
const leading: readonly Role[] = ["secretariat", "organiser"];

/** So many people are written to at most. */
const mostApprovers = 10;

/**
 * The accounts that may approve something of an organisation, without those who can't be its second person: its own of
 * some roles, or else the secretariat's.
 */
export async function findApprovers(
  { database, transaction }: Pick<Deps, "database"> & InTransaction,
  organisation: string,
  { roles = leading, besides }: { roles?: readonly Role[] | undefined; besides: readonly string[] },
): Promise<Types.ObjectId[]> {
  const find = async (of: string, having: readonly Role[]) => {
    const found = await database.accounts
      .find(
        { organisation: of, state: "active", role: { $in: [...having] } },
        { ...transaction, projection: { _id: 1 } },
      )
      .sort({ at: 1 })
      .toArray();
    return found.map(({ _id }) => _id).filter((id) => !besides.includes(id.toHexString()));
  };
  const own = await find(organisation, roles);
  const all = own.length > 0 ? own : await find(secretariat, ["secretariat"]);
  return all.slice(0, mostApprovers);
}
