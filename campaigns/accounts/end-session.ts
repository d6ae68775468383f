import { Types } from "mongoose";
import { DomainError } from "../platform/errors.ts";
import type { InTransaction } from "../platform/in-transaction.ts";
import type { Deps } from "./deps.ts";

/** Ends one of an account's own sessions. @throws DomainError `not-found` when it has no such session. */
export async function endSession(
  { database, transaction }: Pick<Deps, "database"> & InTransaction,
  account: string,
  session: string,
): Promise<void> {
  const mine = { _id: new Types.ObjectId(session), account: new Types.ObjectId(account) };
  const { deletedCount } = await database.sessions.deleteOne(mine, transaction);
  if (deletedCount === 0) throw new DomainError("not-found", "This session has ended already.");
}

/** Ends every session of an account, except the one named. */
export async function endSessions(
  { database, transaction }: Pick<Deps, "database"> & InTransaction,
  account: string,
  except?: Types.ObjectId,
): Promise<number> {
  const all = { account: new Types.ObjectId(account), ...(except && { _id: { $ne: except } }) };
  const { deletedCount } = await database.sessions.deleteMany(all, transaction);
  return deletedCount;
}
