import { Types } from "mongoose";
import type { Account } from "../access/account.ts";
import { secretariat } from "../access/secretariat.ts";
import { type Actor, recordAudit } from "../audit/record-audit.ts";
import { findOrganisation } from "../organisations/find-organisation.ts";
import { DomainError } from "../platform/errors.ts";
import { type InTransaction, withTransaction } from "../platform/in-transaction.ts";
import { addAccount } from "./add-account.ts";
import type { Deps } from "./deps.ts";
import { findAccount } from "./find-account.ts";
import { mustManage } from "./may-manage.ts";
import { addMailedTicket, voidTickets } from "./tickets.ts";

type InvitingDeps = Pick<Deps, "database" | "keys" | "now" | "jobs">;

/** Who invites: the account, and the actor for the audit trail. */
export type Manager = { account: Account; actor: Actor };

/**
 * Creates an account that waits for its owner, and mails them a link to choose a password.
 * @throws DomainError `not-allowed` for a role that the inviter may not give, `not-found` for an organisation that
 * is unknown or belongs to others, `account-taken` when the mailbox has an account, `account-misplaced` or
 * `organisation-ended` when role and organisation don't go together.
 */
export async function inviteAccount(
  deps: InvitingDeps,
  by: Manager,
  invited: Omit<Account, "id">,
): Promise<Account> {
  mustManage(by.account, invited);
  await mustSuit(deps, invited);
  const account = await withTransaction(deps, async (inner) => {
    const added = await addAccount(inner, invited);
    const { id, role, organisation } = added;
    await addInvitation(inner, new Types.ObjectId(id), by.account);
    await recordAudit(inner, by.actor, "account.invite", `account/${id}`, { role, organisation });
    return added;
  });
  deps.jobs.lettersDue();
  return account;
}

/**
 * Mails a new link to somebody who has not chosen a password yet; earlier links stop working.
 * @throws DomainError `not-found`, `not-allowed`, `account-accepted`.
 */
export async function inviteAgain(deps: InvitingDeps, by: Manager, id: string): Promise<void> {
  const stored = await findAccount(deps, id);
  mustManage(by.account, stored);
  if (stored.state !== "invited")
    throw new DomainError("account-accepted", "This account has been accepted already.");
  await withTransaction(deps, async (inner) => {
    await addInvitation(inner, stored._id, by.account);
    await recordAudit(inner, by.actor, "account.invite-again", `account/${id}`);
  });
  deps.jobs.lettersDue();
}

async function addInvitation(
  deps: InvitingDeps & InTransaction,
  account: Types.ObjectId,
  { id: by }: Account,
): Promise<void> {
  await voidTickets(deps, account, ["invitation"]);
  await addMailedTicket(deps, "invitation", { account, by: new Types.ObjectId(by) });
}

/**
 * Makes sure that a role and an organisation go together: the secretariat's reach belongs to its own people.
 * @throws DomainError `not-found`, `account-misplaced`, `organisation-ended`.
 */
export async function mustSuit(
  deps: Pick<Deps, "database">,
  { role, organisation }: Pick<Account, "role" | "organisation">,
): Promise<void> {
  const known = await findOrganisation(deps, organisation);
  if (!known && organisation !== secretariat)
    throw new DomainError("not-found", `There is no organisation "${organisation}".`);
  if (known?.endedAt) throw new DomainError("organisation-ended", "This organisation has left the network.");
  if (role === "secretariat" && organisation !== secretariat) {
    throw new DomainError(
      "account-misplaced",
      "Only accounts of the secretariat's own organisation lead the network.",
    );
  }
}
