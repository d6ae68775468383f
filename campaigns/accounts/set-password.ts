import type { Types } from "mongoose";
import { type InTransaction, withTransaction } from "../platform/in-transaction.ts";
import type { Deps } from "./deps.ts";
import { endSessions } from "./end-session.ts";
import { hashPassword } from "./hash-password.ts";
import { voidTickets } from "./tickets.ts";

/**
 * Sets an account's password, which activates an invited account. It is signed out everywhere else, and links for
 * choosing a password stop working.
 */
export async function setPassword(
  deps: Pick<Deps, "database"> & InTransaction,
  account: Types.ObjectId,
  password: string,
  keep?: Types.ObjectId,
): Promise<void> {
  const hashed = await hashPassword(password);
  await withTransaction(deps, async (inner) => {
    await inner.database.accounts.updateOne(
      { _id: account, state: { $ne: "ended" } },
      { $set: { password: hashed, state: "active" } },
      inner.transaction,
    );
    await endSessions(inner, account.toHexString(), keep);
    await voidTickets(inner, account, ["invitation", "reset", "address", "code"]);
  });
}
