import type { mongo } from "mongoose";
import type { Role } from "../access/account.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { DomainError } from "../platform/errors.ts";
import { type InTransaction, withTransaction } from "../platform/in-transaction.ts";
import type { StoredAccount } from "./account.model.ts";
import type { Deps } from "./deps.ts";
import { endSessions } from "./end-session.ts";
import { findAccount } from "./find-account.ts";
import { type Manager, mustSuit } from "./invite-account.ts";
import { mustManage } from "./may-manage.ts";
import { voidTickets } from "./tickets.ts";

type ChangingDeps = Pick<Deps, "database" | "now">;

/**
 * Gives an account another role; open sessions follow with their next request.
 * @throws DomainError `not-found`, `not-allowed`, `account-last` when the network would be left without a
 * secretariat.
 */
export async function changeRole(deps: ChangingDeps, by: Manager, id: string, role: Role): Promise<void> {
  const stored = await findAccount(deps, id);
  mustManage(by.account, stored);
  mustManage(by.account, { ...stored, role });
  await mustSuit(deps, { role, organisation: stored.organisation });
  if (stored.role === role) return;
  await withTransaction(deps, async (inner) => {
    await changeStored(inner, stored, { $set: { role } });
    await recordAudit(inner, by.actor, "account.role", `account/${id}`, { from: stored.role, to: role });
  });
}

/**
 * Ends an account: it is signed out everywhere and can no longer sign in. Its id stays, because the audit trail
 * names it.
 * @throws DomainError `not-found`, `not-allowed`, `account-last` when the network would be left without a
 * secretariat.
 */
export async function endAccount(deps: ChangingDeps, by: Manager, id: string): Promise<void> {
  const stored = await findAccount(deps, id);
  mustManage(by.account, stored);
  if (stored.state === "ended") return;
  await withTransaction(deps, async (inner) => {
    await changeStored(inner, stored, {
      $set: { state: "ended", endedAt: deps.now(), passkeys: [], recovery: [] },
      $unset: { password: 1, totp: 1 },
    });
    await endSessions(inner, id);
    await voidTickets(inner, stored._id, ["invitation", "reset", "address", "code", "passkey-new"]);
    await recordAudit(inner, by.actor, "account.end", `account/${id}`);
  });
}

/**
 * Removes the second sign-in steps of an account whose owner has lost them, and signs it out everywhere.
 * @throws DomainError `not-found`, `not-allowed`.
 */
export async function takeSecondSteps(deps: ChangingDeps, by: Manager, id: string): Promise<void> {
  const stored = await findAccount(deps, id);
  mustManage(by.account, stored);
  await withTransaction(deps, async (inner) => {
    await deps.database.accounts.updateOne(
      { _id: stored._id },
      { $set: { passkeys: [], recovery: [] }, $unset: { totp: 1 } },
      inner.transaction,
    );
    await endSessions(inner, id);
    await recordAudit(inner, by.actor, "account.take-second-steps", `account/${id}`);
  });
}

/** Changes an account, unless that would leave nobody to lead the network. */
async function changeStored(
  { database, transaction }: ChangingDeps & Required<InTransaction>,
  { _id }: StoredAccount,
  change: mongo.UpdateFilter<StoredAccount>,
): Promise<void> {
  const leading = { role: "secretariat", state: "active" } as const;
  const before = await database.accounts.countDocuments(leading, transaction);
  // Every change of this kind writes to all accounts that lead: if two would each leave the other as the last,
  // one transaction has to be retried.
  await database.accounts.updateMany(leading, { $inc: { turn: 1 } }, transaction);
  await database.accounts.updateOne({ _id }, change, transaction);
  const after = await database.accounts.countDocuments(leading, transaction);
  if (before > 0 && after === 0) {
    throw new DomainError("account-last", "This is the secretariat’s last account: add another one first.");
  }
}
