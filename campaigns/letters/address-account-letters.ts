import type { StoredAccount } from "../accounts/account.model.ts";
import { readAccount } from "../accounts/read-account.ts";
import type { Ticket } from "../accounts/ticket.model.ts";
import { ticketAddress, ticketToken } from "../accounts/tickets.ts";
import type { MailTransport } from "../mail/transport.ts";
import { findOrganisation } from "../organisations/find-organisation.ts";
import type { AccountPurpose, LetterEntry } from "../outbox/letter.model.ts";
import { mailboxKey } from "../texts/mailbox-key.ts";
import { composeAccountLetter } from "./compose-account-letter.ts";
import type { Deps } from "./deps.ts";
import type { Ending, LetterMail } from "./mail.ts";
import { writeSingleLetter } from "./write-single-letter.ts";

type AddressDeps = Pick<Deps, "database" | "keys" | "publicUrl" | "now">;

/** The path behind the site's address to which a letter's link leads; a notice has none. */
const pages: Partial<Record<AccountPurpose, string>> = {
  invitation: "invitation",
  reset: "reset",
  address: "new-address",
};

/** Decides which letters about accounts are still wanted, and for whom they are. */
export async function addressAccountLetters(
  deps: AddressDeps,
  transport: MailTransport,
  entries: readonly LetterEntry[],
): Promise<{ mails: LetterMail[]; endings: Ending[] }> {
  if (entries.length === 0) return { mails: [], endings: [] };
  const { tickets, accounts } = deps.database;
  const ids = entries.flatMap(({ ticket }) => ticket ?? []);
  const found = await tickets.find({ _id: { $in: ids }, expiresAt: { $gt: deps.now() } }).toArray();
  const known = await accounts
    .find({ _id: { $in: found.flatMap(({ account }) => account ?? []) } })
    .toArray();
  const mails: LetterMail[] = [];
  const endings: Ending[] = [];
  for (const entry of entries) {
    const ticket = found.find(({ _id }) => entry.ticket?.equals(_id));
    const stored = known.find(({ _id }) => ticket?.account?.equals(_id));
    const purpose = purposes.find((each) => each === entry.purpose);
    const isReader = stored?.state === (purpose === "invitation" ? "invited" : "active");
    if (ticket && stored && purpose && isReader)
      mails.push(toMail(deps, transport, entry, purpose, ticket, stored));
    else endings.push({ ids: [entry._id], to: "skipped", reason: "nobody is to get it any more" });
  }
  return { mails, endings };
}

const purposes = ["invitation", "reset", "address", "address-notice"] as const satisfies AccountPurpose[];

function toMail(
  deps: AddressDeps,
  transport: MailTransport,
  { _id: id, attempts }: LetterEntry,
  purpose: AccountPurpose,
  ticket: Ticket,
  stored: StoredAccount,
): LetterMail {
  const to = ticketAddress(deps.keys, ticket) ?? readAccount(deps.keys, stored).email;
  const allowance = { mailbox: mailboxKey(deps.keys, to), kind: purpose };
  const write = () => writeLetter(deps, transport, { id, to, purpose, ticket, stored });
  return { id, carries: [id], covers: undefined, attempts, to, allowance, about: undefined, write };
}

async function writeLetter(
  deps: AddressDeps,
  transport: MailTransport,
  mail: { id: string; to: string; purpose: AccountPurpose; ticket: Ticket; stored: StoredAccount },
): Promise<Buffer> {
  const { id, to, purpose, ticket, stored } = mail;
  const { locale, organisation, name, role } = readAccount(deps.keys, stored);
  const known = await findOrganisation(deps, organisation);
  const page = pages[purpose];
  const letter = composeAccountLetter(purpose, locale, {
    organisation: known?.name ?? organisation,
    link: page && `${deps.publicUrl}/organiser/${page}/${ticketToken(deps.keys, ticket)}`,
    expiresAt: ticket.expiresAt,
    invitation: purpose === "invitation" ? { name, role, by: await findInviter(deps, ticket) } : undefined,
  });
  return writeSingleLetter(transport, { id, to, date: deps.now() }, letter);
}

/** Who invites, with the name of their organisation; undefined for an account that is gone, or was none. */
async function findInviter(
  deps: Pick<Deps, "database" | "keys">,
  { by }: Ticket,
): Promise<{ name: string; organisation: string } | undefined> {
  const stored = by && (await deps.database.accounts.findOne({ _id: by }));
  if (!stored) return undefined;
  const { name, organisation } = readAccount(deps.keys, stored);
  return { name, organisation: (await findOrganisation(deps, organisation))?.name ?? organisation };
}
