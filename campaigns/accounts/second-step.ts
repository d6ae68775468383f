import type { Types } from "mongoose";
import type { Role } from "../access/account.ts";
import type { InTransaction } from "../platform/in-transaction.ts";
import type { StoredAccount } from "./account.model.ts";
import type { Deps } from "./deps.ts";
import type { Session, SignInMethod } from "./session.model.ts";
import { sessionLimits } from "./start-session.ts";

/**
 * How a session stands to the second step: `settled`: given, or not asked for; `later`: may wait until the next
 * sign-in; `set-up`: the account has none and needs one now; `give`: it has one, and the session began without it.
 */
export type SecondStep = "settled" | "later" | "set-up" | "give";

type StepDeps = Pick<Deps, "database" | "now">;

/**
 * The secretariat leads the network, and staff carry names out of the house: a stolen password alone must open neither.
 */
export function needsSecondStep(role: Role): boolean {
  return role === "secretariat" || role === "staff";
}

/** Tells how a session stands to the second step. The first one that an account without any has may wait with it. */
export async function judgeSecondStep(
  deps: StepDeps,
  account: StoredAccount,
  session: Session,
): Promise<SecondStep> {
  if (!needsSecondStep(account.role) || session.method !== "password") return "settled";
  const hasOne = account.totp !== undefined || account.passkeys.length > 0;
  if (await isGrace(deps, account, session, hasOne)) return hasOne ? "settled" : "later";
  return hasOne ? "give" : "set-up";
}

async function isGrace(
  { database, now }: StepDeps,
  { _id, grace }: StoredAccount,
  session: Session,
  hasOne: boolean,
): Promise<boolean> {
  if (grace) {
    const age = now().getTime() - grace.at.getTime();
    return grace.session.equals(session._id) && age <= sessionLimits.absolute;
  }
  if (hasOne) return false;
  const { modifiedCount } = await database.accounts.updateOne(
    { _id, grace: { $exists: false } },
    { $set: { grace: { session: session._id, at: now() } } },
  );
  return modifiedCount === 1;
}

/** Setting a second step up proves it: the session goes on as one that began with it. */
export async function settleSession(
  { database, transaction }: Pick<Deps, "database"> & InTransaction,
  session: Types.ObjectId | undefined,
  method: SignInMethod,
): Promise<void> {
  if (session) await database.sessions.updateOne({ _id: session }, { $set: { method } }, transaction);
}
