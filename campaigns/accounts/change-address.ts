import { Types } from "mongoose";
import type { Account } from "../access/account.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { DomainError } from "../platform/errors.ts";
import { type InTransaction, withTransaction } from "../platform/in-transaction.ts";
import { isDuplicate } from "../platform/is-duplicate.ts";
import { accountKey } from "./account-key.ts";
import { checkPerson, type PersonProblem } from "./check-person.ts";
import type { Deps } from "./deps.ts";
import { findAccount, findAccountByEmail } from "./find-account.ts";
import type { Manager } from "./invite-account.ts";
import { readAccount, sealPerson } from "./read-account.ts";
import { addMailedTicket, openTicket, ticketAddress, useTicket, voidTickets } from "./tickets.ts";

type AddressDeps = Pick<Deps, "database" | "keys" | "now"> & InTransaction;

/**
 * Mails a link to the new address and a notice to the current one; nothing changes until the link is used. For an
 * address that already has an account everything is the same except that no mail goes there, so neither the answer
 * nor its timing reveals it. Returns what is wrong with the address itself, if anything.
 */
export async function askForAddress(
  deps: AddressDeps & Pick<Deps, "jobs">,
  { account, actor }: Manager,
  wanted: string,
): Promise<PersonProblem["code"] | undefined> {
  const { person, problems } = checkPerson({ name: account.name, email: wanted });
  const problem = problems.find(({ field }) => field === "email");
  if (problem) return problem.code;
  const own = new Types.ObjectId(account.id);
  const known = await findAccountByEmail(deps, person.email);
  const isFree = known === null || known._id.equals(own);
  const asked = { account: isFree ? own : undefined, address: person.email };
  const notice = { account: own, address: account.email };
  await withTransaction(deps, async (inner) => {
    await addMailedTicket(inner, "address", asked);
    await addMailedTicket(inner, "address-notice", notice);
    await recordAudit(inner, actor, "account.address-asked", `account/${account.id}`);
  });
  deps.jobs.lettersDue();
  return undefined;
}

/** Finds the account that a link changes, and its new address. @throws DomainError `link-unknown`, `link-expired`. */
export async function openAddressLink(
  deps: AddressDeps,
  token: string,
): Promise<{ account: Account; address: string }> {
  const ticket = await openTicket(deps, "address", token);
  const address = ticketAddress(deps.keys, ticket);
  const stored = ticket.account && (await findAccount(deps, ticket.account));
  if (!address || stored?.state !== "active") throw over();
  return { account: readAccount(deps.keys, stored), address };
}

/**
 * Replaces the old address with the new one, once. Links mailed to the old address stop working.
 * @throws DomainError `link-unknown`, `link-expired`.
 */
export async function confirmAddress(deps: AddressDeps, token: string): Promise<Account> {
  const { account, address } = await openAddressLink(deps, token);
  await useTicket(deps, "address", token);
  const _id = new Types.ObjectId(account.id);
  const person = { name: account.name, email: address };
  const now = { mailbox: accountKey(deps.keys, address), sealed: sealPerson(deps.keys, _id, person) };
  const mine = { _id, state: "active" } as const;
  await deps.database.accounts.updateOne(mine, { $set: now }, deps.transaction).catch((error: unknown) => {
    // Somebody created an account for this address in the meantime; the owner of the mailbox is told no more
    // than anybody else.
    throw isDuplicate(error) ? over() : error;
  });
  await voidTickets(deps, _id, ["address", "reset"]);
  return { ...account, email: address };
}

function over(): DomainError {
  return new DomainError("link-expired", "This link is not good any more: ask for a new one.");
}
