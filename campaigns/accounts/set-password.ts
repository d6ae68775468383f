import type { Types } from "mongoose";
import type { Deps } from "../deps.ts";
import { endSessions } from "./end-session.ts";
import { hashPassword } from "./hash-password.ts";
import { voidTickets } from "./tickets.ts";

/**
 * Gives an account a password, which makes an invited one active. Everywhere else it is signed out, and links to choose a
 * password are worthless from then on.
 */
export async function setPassword(
  deps: Pick<Deps, "database">,
  account: Types.ObjectId,
  password: string,
  keep?: Types.ObjectId,
): Promise<void> {
  await deps.database.accounts.updateOne(
    { _id: account, state: { $ne: "ended" } },
    { $set: { password: await hashPassword(password), state: "active" } },
  );
  await endSessions(deps, account.toHexString(), keep);
  await voidTickets(deps, account, ["invitation", "reset", "address", "code"]);
}
