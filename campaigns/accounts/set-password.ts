import type { Types } from "mongoose";
import { type InTransaction, withTransaction } from "../platform/in-transaction.ts";
import type { Deps } from "./deps.ts";
import { endSessions } from "./end-session.ts";
import { hashPassword } from "./hash-password.ts";
import { voidTickets } from "./tickets.ts";

/**
 * Gives an account a password, which makes an invited one active. Everywhere else it is signed out, and links to choose a
 * password are worthless from then on.
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
