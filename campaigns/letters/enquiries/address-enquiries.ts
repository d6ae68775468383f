import type { StoredAccount } from "../../accounts/account.model.ts";
import { readAccount } from "../../accounts/read-account.ts";
import type { MailTransport } from "../../mail/transport.ts";
import { findOrganisation } from "../../organisations/find-organisation.ts";
import type { LetterEntry } from "../../outbox/letter.model.ts";
import { unsealText } from "../../platform/sealing/seal.ts";
import { addressThings } from "../address-things.ts";
import type { Deps } from "../deps.ts";
import type { Ending, LetterMail } from "../mail.ts";
import { writeSingleLetter } from "../write-single-letter.ts";
import { composeEnquiry } from "./compose-enquiry.ts";
import type { Enquiry } from "./enquiry.model.ts";

type AddressDeps = Pick<Deps, "database" | "keys" | "publicUrl" | "now">;

/** Whom messages to organisations go to, and those that nobody is to get any more. */
export function addressEnquiries(
  deps: AddressDeps,
  transport: MailTransport,
  entries: readonly LetterEntry[],
): Promise<{ mails: LetterMail[]; endings: Ending[] }> {
  return addressThings(deps, entries, {
    find: (ids) => deps.database.enquiries.find({ _id: { $in: ids } }).toArray(),
    idOf: ({ enquiry }) => enquiry,
    write: ({ _id }, enquiry, reader) => writeEnquiry(deps, transport, _id, enquiry, reader),
    gone: "it was kept for a day, or its reader left",
  });
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
