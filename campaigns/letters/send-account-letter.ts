import type { Types } from "mongoose";
import type { StoredAccount } from "../accounts/account.model.ts";
import { accountLetterId } from "../accounts/account-letter-id.ts";
import { readAccount } from "../accounts/read-account.ts";
import type { Ticket, TicketLetter } from "../accounts/ticket.model.ts";
import { ticketAddress, ticketToken } from "../accounts/tickets.ts";
import type { Mailer } from "../mail/mailer.ts";
import { findOrganisation } from "../organisations/find-organisation.ts";
import { hour, second } from "../platform/durations.ts";
import type { Deps } from "../signing/deps.ts";
import {
  type AccountLetterPurpose,
  accountLetterPurposes,
  composeAccountLetter,
} from "./compose-account-letter.ts";
import type { LetterOutcome } from "./send-letter.ts";

type SendDeps = Pick<Deps, "database" | "keys" | "publicUrl" | "now"> & { mailer: Mailer };

/**
 * How long a worker holds a letter exclusively while sending it: longer than the mailer takes at most for one
 * letter.
 */
const lease = 360 * second;

/** Attempts after which a letter that the receiving side keeps deferring has failed: by then most links are stale. */
const mostAttempts = 12;

/** Letters of one purpose that a mailbox gets per hour, however often somebody asks. */
const mostAnHour = 3;

/**
 * Sends the letter of a ticket if it is still wanted. One worker at a time holds it; after a crash between sending
 * and recording it goes out again, under the same Message-ID.
 */
export async function sendAccountLetter(deps: SendDeps, id: Types.ObjectId): Promise<LetterOutcome> {
  const now = deps.now();
  const ticket = await deps.database.tickets.findOneAndUpdate(
    { _id: id, "letter.state": "due", "letter.dueAt": { $lte: now } },
    { $set: { "letter.dueAt": new Date(now.getTime() + lease) } },
  );
  if (!ticket?.letter) return "skipped";
  const purpose = accountLetterPurposes.find((each) => each === ticket.purpose);
  const stored = await readerOf(deps, ticket);
  if (!stored || !purpose) return end(deps, ticket, { state: "skipped" });
  const outcome = await deps.mailer.send(await write(deps, ticket, purpose, stored));
  if (outcome.kind === "sent") return end(deps, ticket, { state: "sent" });
  const reason = `${outcome.code}: ${outcome.reason}`;
  const isLast = ticket.letter.attempts + 1 >= mostAttempts;
  if (outcome.kind === "refused" || isLast) return end(deps, ticket, { state: "failed", reason });
  await defer(deps, ticket, ticket.letter);
  return "deferred";
}

/** Whose letter it is; undefined when there is no such account, its link is stale, or it has had its share. */
async function readerOf({ database, now }: SendDeps, ticket: Ticket): Promise<StoredAccount | null> {
  const { account, purpose, expiresAt } = ticket;
  if (!account || expiresAt <= now()) return null;
  const since = new Date(now().getTime() - hour);
  const sent = await database.tickets.countDocuments({
    account,
    purpose,
    at: { $gt: since },
    "letter.state": "sent",
  });
  if (sent >= mostAnHour) return null;
  return database.accounts.findOne({ _id: account, state: purpose === "invitation" ? "invited" : "active" });
}

/** The path after the site's address that a letter's link leads to; a notice has none. */
const pages: Partial<Record<AccountLetterPurpose, string>> = {
  invitation: "invitation",
  reset: "reset",
  address: "new-address",
};

async function write(deps: SendDeps, ticket: Ticket, purpose: AccountLetterPurpose, stored: StoredAccount) {
  const { email, locale, organisation } = readAccount(deps.keys, stored);
  const known = await findOrganisation(deps, organisation);
  const page = pages[purpose];
  const facts = {
    organisation: known?.name ?? organisation,
    link: page && `${deps.publicUrl}/organiser/${page}/${ticketToken(deps.keys, ticket)}`,
    expiresAt: ticket.expiresAt,
  };
  const letter = composeAccountLetter(purpose, locale, facts);
  return { to: ticketAddress(deps.keys, ticket) ?? email, letter, messageId: accountLetterId(ticket._id) };
}

async function end(
  { database }: SendDeps,
  { _id }: Ticket,
  { state, reason }: { state: Exclude<TicketLetter["state"], "due">; reason?: string },
): Promise<LetterOutcome> {
  await database.tickets.updateOne(
    { _id, "letter.state": "due" },
    {
      $set: { "letter.state": state, ...(reason && { "letter.reason": reason }) },
      $inc: { "letter.attempts": state === "skipped" ? 0 : 1 },
    },
  );
  return state;
}

/** Ten seconds after the first attempt, then twice as long each time, up to an hour. */
async function defer(
  { database, now }: SendDeps,
  { _id }: Ticket,
  { attempts }: TicketLetter,
): Promise<void> {
  const wait = Math.min(10 * second * 2 ** attempts, hour);
  await database.tickets.updateOne(
    { _id, "letter.state": "due" },
    { $set: { "letter.dueAt": new Date(now().getTime() + wait) }, $inc: { "letter.attempts": 1 } },
  );
}
