import type { Deps } from "../deps.ts";
import type { Locale } from "../languages/languages.ts";
import type { Campaign } from "../petitions/campaign.ts";
import { personOf } from "../roll/person.ts";
import { emailProblem, type SignProblem } from "./check-answers.ts";
import { asDomainError, insertOnce } from "./insert-once.ts";

/**
 * A signer asks for her links. The same is written whether that mailbox has signed or not, so neither the answer nor its
 * time tells; the worker mails her if it has.
 * @throws DomainError `storage-away` or `storage-full`.
 */
export async function requestLinks(
  deps: Pick<Deps, "database" | "keys" | "nudges" | "now">,
  campaign: Campaign,
  { email, locale }: { email: string; locale: Locale },
): Promise<{ kind: "asked" } | { kind: "refused"; problems: SignProblem[] }> {
  const address = email.trim();
  const code = emailProblem(address);
  if (code) return { kind: "refused", problems: [{ field: "email", code }] };
  const person = personOf(deps.keys, campaign, address);
  const at = deps.now();
  // One request a mailbox and minute is one letter.
  const _id = `links-${person.toString("hex")}-${Math.floor(at.getTime() / 60_000)}`;
  const letter = {
    _id,
    purpose: "links",
    person,
    campaign: campaign.ordinal,
    locale,
    state: "due",
    attempts: 0,
  } as const;
  const known = await deps.database.letters.findOne({ _id }).catch((error: unknown) => {
    throw asDomainError(error);
  });
  if (!known) await insertOnce(deps.database.letters, { ...letter, at, dueAt: at });
  deps.nudges.lettersDue([_id]);
  return { kind: "asked" };
}
