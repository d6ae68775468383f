import { Types } from "mongoose";
import type { Deps } from "../deps.ts";
import { DomainError } from "../errors.ts";

/** Ends one of an account's own sessions. @throws DomainError `not-found` when it has none such. */
export async function endSession(
  { database }: Pick<Deps, "database">,
  account: string,
  session: string,
): Promise<void> {
  const { deletedCount } = await database.sessions.deleteOne({
    _id: new Types.ObjectId(session),
    account: new Types.ObjectId(account),
  });
  if (deletedCount === 0) throw new DomainError("not-found", "This session has ended already.");
}

/** Ends every session of an account, except the one named. */
export async function endSessions(
  { database }: Pick<Deps, "database">,
  account: string,
  except?: Types.ObjectId,
): Promise<number> {
  const { deletedCount } = await database.sessions.deleteMany({
    account: new Types.ObjectId(account),
    ...(except && { _id: { $ne: except } }),
  });
  return deletedCount;
}
