import type { StoredAccount } from "../../accounts/account.model.ts";
import { nameAccounts } from "../../accounts/name-accounts.ts";
import { readAccount } from "../../accounts/read-account.ts";
import type { Approval } from "../../approvals/approval.model.ts";
import type { MailTransport } from "../../mail/transport.ts";
import { findOrganisation } from "../../organisations/find-organisation.ts";
import type { LetterEntry } from "../../outbox/letter.model.ts";
import { addressThings } from "../address-things.ts";
import type { Deps } from "../deps.ts";
import type { Ending, LetterMail } from "../mail.ts";
import { writeSingleLetter } from "../write-single-letter.ts";
import { composeApproval } from "./compose-approval.ts";

type AddressDeps = Pick<Deps, "database" | "keys" | "publicUrl" | "now">;

/** Whom letters about approvals go to, and those that nobody is to get any more. */
export function addressApprovals(
  deps: AddressDeps,
  transport: MailTransport,
  entries: readonly LetterEntry[],
): Promise<{ mails: LetterMail[]; endings: Ending[] }> {
  return addressThings(deps, entries, {
    find: (ids) => deps.database.approvals.find({ _id: { $in: ids } }).toArray(),
    idOf: ({ approval }) => approval,
    write: (entry, approval, reader) => writeApproval(deps, transport, { entry, approval, reader }),
    gone: "it was kept for a week, or its reader left",
  });
}

type Asked = { entry: LetterEntry; approval: Approval; reader: StoredAccount };

async function writeApproval(
  deps: AddressDeps,
  transport: MailTransport,
  { entry: { _id: id }, approval, reader }: Asked,
): Promise<Buffer> {
  const { email: to, locale } = readAccount(deps.keys, reader);
  const [asker, organisation] = await Promise.all([
    nameAccounts(deps, [approval.by]),
    findOrganisation(deps, approval.organisation),
  ]);
  const letter = composeApproval(locale, {
    ...approval,
    asker: asker.get(approval.by),
    organisation: organisation?.name ?? approval.organisation,
    link: `${deps.publicUrl}${pathTo(approval)}`,
  });
  return writeSingleLetter(transport, { id, to, date: deps.now() }, letter);
}

/** The page of the console that shows what is asked for and decides it. */
function pathTo({ kind, campaign, thing }: Approval): string {
  const at = `/organiser/c/${campaign}`;
  switch (kind) {
    case "page":
    case "petition":
      return `${at}/petitions/${thing ?? "page"}/changes`;
    case "update":
      return `${at}/updates/${thing}`;
    case "bundle":
      return `/staff/c/${campaign}/bundles`;
    case "new-petition":
      return `${at}/petitions#h-wishes`;
    default:
      return thing === null ? `${at}/schedule#h-asked` : `${at}/petitions/${thing}/life#h-asked`;
  }
}
