import type { StoredAccount } from "../../accounts/account.model.ts";
import { nameAccounts } from "../../accounts/name-accounts.ts";
import { readAccount } from "../../accounts/read-account.ts";
import type { Approval } from "../../approvals/approval.model.ts";
import type { MailTransport } from "../../mail/transport.ts";
import { findOrganisation } from "../../organisations/find-organisation.ts";
import type { LetterEntry } from "../../outbox/letter.model.ts";
import type { Deps } from "../deps.ts";
import type { Ending, LetterMail } from "../mail.ts";
import { writeSingleLetter } from "../write-single-letter.ts";
import { composeApproval } from "./compose-approval.ts";

type AddressDeps = Pick<Deps, "database" | "keys" | "publicUrl" | "now">;

/** Whom letters about approvals go to, and those that nobody is to get any more. */
export async function addressApprovals(
  deps: AddressDeps,
  transport: MailTransport,
  entries: readonly LetterEntry[],
): Promise<{ mails: LetterMail[]; endings: Ending[] }> {
  if (entries.length === 0) return { mails: [], endings: [] };
  const { approvals, accounts } = deps.database;
  const ids = entries.flatMap(({ approval, account }) => (approval && account ? { approval, account } : []));
  const [found, known] = await Promise.all([
    approvals.find({ _id: { $in: ids.map(({ approval }) => approval) } }).toArray(),
    accounts.find({ _id: { $in: ids.map(({ account }) => account) }, state: "active" }).toArray(),
  ]);
  const mails: LetterMail[] = [];
  const endings: Ending[] = [];
  for (const entry of entries) {
    const approval = found.find(({ _id }) => entry.approval?.equals(_id));
    const reader = known.find(({ _id }) => entry.account?.equals(_id));
    if (approval && reader) mails.push(toMail(deps, transport, entry, approval, reader));
    else
      endings.push({ ids: [entry._id], to: "skipped", reason: "it was kept for a week, or its reader left" });
  }
  return { mails, endings };
}

function toMail(
  deps: AddressDeps,
  transport: MailTransport,
  { _id: id, attempts }: LetterEntry,
  approval: Approval,
  reader: StoredAccount,
): LetterMail {
  const { email: to, locale } = readAccount(deps.keys, reader);
  const write = async () => {
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
  };
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
