import { addLetters } from "../outbox/add-letters.ts";
import type { Campaign } from "../petitions/campaign.ts";
import { campaignByOrdinal } from "../petitions/campaign-by-ordinal.ts";
import { campaignMailbox } from "../petitions/person.ts";
import { asDomainError } from "../platform/database-failure.ts";
import type { Locale } from "../platform/languages/languages.ts";
import { readLink } from "../platform/sealing/line-tokens.ts";
import type { Deps } from "../signing/deps.ts";
import type { SignProblem } from "../signing/intake/check-answers.ts";
import { findLine } from "../signing/sheets/find-line.ts";
import { emailProblem, tidyEmail } from "../texts/check-email.ts";

/**
 * A signer asks for her links. The same is written whether or not that mailbox has signed, so neither the answer nor
 * its timing reveals it; if it has, the worker mails her.
 * @throws DomainError `database-unavailable` or `storage-full`.
 */
export async function requestLinks(
  deps: Pick<Deps, "database" | "keys" | "jobs" | "now">,
  campaign: Campaign,
  { email, locale }: { email: string; locale: Locale },
): Promise<{ kind: "asked" } | { kind: "refused"; problems: SignProblem[] }> {
  const address = tidyEmail(email);
  const code = emailProblem(address);
  if (code) return { kind: "refused", problems: [{ field: "email", code }] };
  await askForLinks(deps, {
    mailbox: campaignMailbox(deps.keys, campaign, address),
    campaign: campaign.ordinal,
    locale,
  });
  return { kind: "asked" };
}

/**
 * The same from the page of an old link: fresh ones go to the address that signed, no matter who asks.
 * @throws DomainError `link-unknown`, `database-unavailable` or `storage-full`.
 */
export async function requestFreshLinks(
  deps: Pick<Deps, "database" | "keys" | "jobs" | "now">,
  purpose: "withdraw" | "preferences" | "confirm",
  { token, locale }: { token: string; locale: Locale },
): Promise<{ campaign: Campaign }> {
  const { line, campaign } = await findLine(deps, readLink(deps, purpose, token).ref);
  await askForLinks(deps, { mailbox: line.mailbox ?? line.person, campaign, locale });
  return { campaign: await campaignByOrdinal(deps, campaign) };
}

type Asked = { mailbox: Buffer; campaign: number; locale: Locale };

async function askForLinks(
  deps: Pick<Deps, "database" | "jobs" | "now">,
  { mailbox, campaign, locale }: Asked,
): Promise<void> {
  // One request a mailbox and minute is one letter.
  const _id = `links-${mailbox.toString("hex")}-${Math.floor(deps.now().getTime() / 60_000)}`;
  // Asked for twice at once, one of the two writes it.
  const letter = { _id, purpose: "links", person: mailbox, campaign, petition: null, locale } as const;
  await addLetters(deps, [letter]).catch((error: unknown) => {
    throw asDomainError(error);
  });
  deps.jobs.lettersDue();
}
