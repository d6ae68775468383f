import type { Account } from "../access/account.ts";
import { minute } from "../platform/durations.ts";
import type { Deps } from "./deps.ts";
import { readAccount } from "./read-account.ts";
import { judgeSecondStep, type SecondStep } from "./second-step.ts";
import type { Session } from "./session.model.ts";
import { hashToken, sessionLimits } from "./start-session.ts";

/** Somebody signed in, the session that says so, and how it stands to the second step. */
export type SignedIn = { account: Account; session: Session; secondStep: SecondStep };

/**
 * Finds the account for a cookie's token; null when the session expired, was ended, or its account was. `isOver`
 * names the owner of a session that has merely expired.
 */
export async function openSession(
  deps: Pick<Deps, "database" | "keys" | "now">,
  token: string,
): Promise<SignedIn | { over: string } | null> {
  const session = await deps.database.sessions.findOne({ token: hashToken(token) });
  if (!session) return null;
  const stored = await deps.database.accounts.findOne({ _id: session.account, state: "active" });
  if (!stored) return null;
  const now = deps.now().getTime();
  if (
    now - session.seenAt.getTime() > sessionLimits.idle ||
    now - session.at.getTime() > sessionLimits.absolute
  ) {
    return { over: session.account.toHexString() };
  }
  if (now - session.seenAt.getTime() > minute) await noteSeen(deps, session);
  const secondStep = await judgeSecondStep(deps, stored, session);
  const account = { ...readAccount(deps.keys, stored), secondStepDue: secondStep === "later" };
  return { account, session, secondStep };
}

/** Only changes a session that still exists: one that was ended in the meantime stays ended. */
async function noteSeen({ database, now }: Pick<Deps, "database" | "now">, { _id }: Session): Promise<void> {
  await database.sessions.updateOne({ _id }, { $set: { seenAt: now() } });
}
