import type { StoredAccount } from "../../accounts/account.model.ts";
import { readAccount } from "../../accounts/read-account.ts";
import type { MailTransport } from "../../mail/transport.ts";
import { findOrganisation } from "../../organisations/find-organisation.ts";
import type { LetterEntry } from "../../outbox/letter.model.ts";
import { unsealText } from "../../platform/sealing/seal.ts";
import type { Deps } from "../deps.ts";
import type { Ending, LetterMail } from "../mail.ts";
import { writeSingleLetter } from "../write-single-letter.ts";
import { composeEnquiry } from "./compose-enquiry.ts";
import type { Enquiry } from "./enquiry.model.ts";

type AddressDeps = Pick<Deps, "database" | "keys" | "publicUrl" | "now">;

/** Whom messages to organisations go to, and those that nobody is to get any more. */
export async function addressEnquiries(
  deps: AddressDeps,
  transport: MailTransport,
  entries: readonly LetterEntry[],
): Promise<{ mails: LetterMail[]; endings: Ending[] }> {
  if (entries.length === 0) return { mails: [], endings: [] };
  const { enquiries, accounts } = deps.database;
  const ids = entries.flatMap(({ enquiry, account }) => (enquiry && account ? { enquiry, account } : []));
  const [found, known] = await Promise.all([
    enquiries.find({ _id: { $in: ids.map(({ enquiry }) => enquiry) } }).toArray(),
    accounts.find({ _id: { $in: ids.map(({ account }) => account) }, state: "active" }).toArray(),
  ]);
  const mails: LetterMail[] = [];
  const endings: Ending[] = [];
  for (const entry of entries) {
    const enquiry = found.find(({ _id }) => entry.enquiry?.equals(_id));
    const reader = known.find(({ _id }) => entry.account?.equals(_id));
    if (enquiry && reader) mails.push(toMail(deps, transport, entry, enquiry, reader));
    else
      endings.push({ ids: [entry._id], to: "skipped", reason: "it was kept for a day, or its reader left" });
  }
  return { mails, endings };
}

function toMail(
  deps: AddressDeps,
  transport: MailTransport,
  { _id: id, attempts }: LetterEntry,
  enquiry: Enquiry,
  reader: StoredAccount,
): LetterMail {
  const { email: to } = readAccount(deps.keys, reader);
  const write = () => writeEnquiry(deps, transport, id, enquiry, reader);
  return {
    id,
    carries: [id],
    covers: undefined,
    attempts,
    to,
    allowance: undefined,
    about: undefined,
    write,
  };
}

async function writeEnquiry(
  deps: AddressDeps,
  transport: MailTransport,
  id: string,
  { _id, organisation, sealed }: Enquiry,
  reader: StoredAccount,
): Promise<Buffer> {
  const { locale, email: to } = readAccount(deps.keys, reader);
  const parts: unknown = JSON.parse(unsealText(deps.keys, _id.id, sealed));
  if (!Array.isArray(parts)) throw new TypeError("A sealed enquiry holds something else.");
  const [name = "", email = "", text = ""] = parts.map(String);
  const known = await findOrganisation(deps, organisation);
  const letter = composeEnquiry(locale, { organisation: known?.name ?? organisation, name, email, text });
  return writeSingleLetter(transport, { id, to, date: deps.now() }, letter);
}
