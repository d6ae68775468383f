import { receivingDomain } from "../mail/mail-provider.ts";
import type { MailTransport } from "../mail/transport.ts";
import { isAboutSignature, type LetterEntry } from "../outbox/letter.model.ts";
import { DomainError } from "../platform/errors.ts";
import { type PersonalFields, unseal } from "../platform/sealing/seal.ts";
import { emailProblem } from "../texts/check-email.ts";
import { mailboxKey } from "../texts/mailbox-key.ts";
import { addressAccountLetters } from "./address-account-letters.ts";
import { type Addressed, addressEntries } from "./address-entries.ts";
import { addressApprovals } from "./approvals/address-approvals.ts";
import type { Deps } from "./deps.ts";
import { addressEnquiries } from "./enquiries/address-enquiries.ts";
import { openTokenMaker, type TokenMaker } from "./letter-links.ts";
import type { Ending, LetterMail } from "./mail.ts";
import { noteRefusedLetter, unwritable } from "./note-refused-letter.ts";
import { useAllowances } from "./use-allowances.ts";
import { writeLetter } from "./write-letter.ts";

type PlanDeps = Pick<Deps, "database" | "keys" | "publicUrl" | "now">;

/** Which of some letters go now, and what becomes of the others. */
export type LetterPlan = { mails: LetterMail[]; endings: Ending[] };

/**
 * Looks at letters that were taken, with a few look-ups for all of them: are they still wanted, what do they say and to
 * whom, may their mailboxes have them now, has their receiving domain had enough for the moment.
 */
export async function planLetters(
  deps: PlanDeps,
  transport: MailTransport,
  entries: readonly LetterEntry[],
): Promise<LetterPlan> {
  const signers = await addressEntries(deps, entries.filter(isAboutSignature));
  const accounts = await addressAccountLetters(
    deps,
    transport,
    entries.filter(({ ticket }) => ticket !== undefined),
  );
  const enquiries = await addressEnquiries(
    deps,
    transport,
    entries.filter(({ purpose }) => purpose === "enquiry"),
  );
  const approvals = await addressApprovals(
    deps,
    transport,
    entries.filter(({ purpose }) => purpose === "approval"),
  );
  const endings = [signers, accounts, enquiries, approvals].flatMap((some) => some.endings);
  const tokens = openTokenMaker(
    deps,
    signers.addressed.map(({ ref }) => ref),
  );
  const opened = signers.addressed.map((addressed) => openMail(deps, transport, addressed, tokens));
  const wanted: LetterMail[] = [];
  for (const mail of [...opened, ...accounts.mails, ...enquiries.mails, ...approvals.mails]) {
    if (!("write" in mail)) endings.push(mail);
    else if (emailProblem(mail.to)) endings.push(await refuse(deps, mail));
    else wanted.push(mail);
  }
  const allowed = await withinAllowances(deps, wanted, endings);
  return { mails: await withinLimits(transport, allowed, endings), endings };
}

/** Opens whom a letter is for. @throws DomainError `keys-lost`: all wait for the key. */
function openMail(
  deps: PlanDeps,
  transport: MailTransport,
  addressed: Addressed,
  tokens: TokenMaker,
): LetterMail | Ending {
  const { id, carries, covers, attempts, kind, campaign, petition, waiting } = addressed;
  let fields: PersonalFields;
  try {
    fields = unseal(deps.keys, addressed.person, addressed.sealed);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    return { ids: carries, to: "failed", reason: "its sealed fields were altered" };
  }
  const write = () => writeLetter(deps, transport, addressed, fields, tokens);
  const mailbox = mailboxKey(deps.keys, fields.email);
  const allowance =
    kind === "thanks"
      ? undefined
      : { mailbox, kind: kind === "links" ? ("links" as const) : ("entries" as const) };
  const about = { campaign, petition, waiting: waiting.map(({ _id }) => _id) };
  return { id, carries, covers, attempts, to: fields.email, allowance, about, write };
}

async function withinAllowances(
  deps: PlanDeps,
  mails: LetterMail[],
  endings: Ending[],
): Promise<LetterMail[]> {
  const asking = mails.flatMap(({ id, allowance }) => (allowance ? { ...allowance, letter: id } : []));
  const answers = (await useAllowances(deps, asking)).values();
  return mails.filter(({ carries, covers, allowance }) => {
    const until = allowance && answers.next().value;
    if (until) {
      endings.push({
        ids: carries,
        others: covers,
        to: "held",
        until,
        reason: "its mailbox has had letters",
      });
    }
    return !until;
  });
}

async function withinLimits(
  { limits }: MailTransport,
  mails: LetterMail[],
  endings: Ending[],
): Promise<LetterMail[]> {
  const byDomain = Map.groupBy(mails, ({ to }) => receivingDomain(to));
  const chosen = await Promise.all(
    Array.from(byDomain, async ([domain, some]) => {
      const allowance = await limits.take(domain, some.length);
      for (const { carries } of some.slice(allowance.mails))
        endings.push({ ids: carries, to: "held", until: allowance.again, reason: "domain limit" });
      return some.slice(0, allowance.mails);
    }),
  );
  return chosen.flat();
}

async function refuse(deps: PlanDeps, { id, to, carries, about }: LetterMail): Promise<Ending> {
  if (about) await noteRefusedLetter(deps, { id, carries, to, about }, unwritable);
  return { ids: carries, to: "failed", tried: true, reason: "553 5.1.3: no mail can be addressed so" };
}
