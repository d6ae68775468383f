import { createHash } from "node:crypto";
import { eventId } from "../mail/event-id.ts";
import { mailProvider } from "../mail/mail-provider.ts";
import type { Ground } from "../mail/refusal-words.ts";
import type { MailEventKind } from "../outbox/returned.ts";
import { listCampaigns } from "../petitions/find-campaign.ts";
import { campaignMailbox } from "../petitions/person.ts";
import { week } from "../platform/durations.ts";
import { emailProblem } from "../texts/check-email.ts";
import { mailboxKey } from "../texts/mailbox-key.ts";
import type { Deps } from "./deps.ts";
import { type FoundPosted, findPosted } from "./find-posted.ts";
import { noteReturned } from "./note-returned.ts";
import { nameMail } from "./take-returned-mail.ts";

/** A mail provider's report, once its webhook was found to be genuine. */
export type ProviderEvent = {
  provider: "ses" | "postmark" | "mailgun";
  /** The provider's own id, the same whenever it reports the same. */
  id: string;
  kind: MailEventKind;
  status?: string | undefined;
  ground?: Ground | undefined;
  /** The recipient of the mail. */
  email: string;
  /** The envelope sender, if the provider kept it. */
  returnTo?: string | undefined;
};

type ProviderDeps = Pick<Deps, "database" | "keys" | "bounces" | "now">;

/**
 * Records a provider's report: about the mail that its return address names, or else about the address alone. If it
 * is reported twice, or by a bounce as well, it is recorded once.
 */
export async function takeProviderEvent(
  deps: ProviderDeps,
  event: ProviderEvent,
): Promise<"recorded" | "repeated"> {
  const { provider, id, kind, email, returnTo } = event;
  const posted = nameMail(deps, returnTo === undefined ? [] : [returnTo]);
  const found = posted && (await findPosted(deps, posted));
  const told = emailProblem(email)
    ? undefined
    : { key: mailboxKey(deps.keys, email), provider: mailProvider(deps.keys, email) };
  if (posted && found) {
    const about = { ...found, key: found.key ?? told?.key, provider: found.provider ?? told?.provider };
    return note(deps, eventId(kind, posted), event, about);
  }
  const guessed = told && kind === "hard-bounce" ? await findLatestLetter(deps, email) : {};
  // Hashed, because an id might contain an address.
  const known = createHash("sha256").update(id).digest("base64url");
  return note(deps, `${provider}-${kind}-${known}`, event, { ...guessed, ...told });
}

function note(
  deps: ProviderDeps,
  id: string,
  { provider, kind, status, ground }: ProviderEvent,
  about: Partial<FoundPosted>,
): Promise<"recorded" | "repeated"> {
  return noteReturned(deps, id, { kind, status, ground, source: provider }, about);
}

/** The latest letter to an address that does not exist, within a few days, is the one that bounced. */
async function findLatestLetter(deps: ProviderDeps, email: string): Promise<Partial<FoundPosted>> {
  const campaigns = await listCampaigns(deps);
  const mailboxes = campaigns.map((campaign) => campaignMailbox(deps.keys, campaign, email));
  const toIt = [{ person: { $in: mailboxes } }, { mailbox: { $in: mailboxes } }];
  const since = new Date(deps.now().getTime() - week);
  const [latest] = await deps.database.letters
    .find({ $or: toIt, state: "sent", at: { $gte: since } }, { projection: { _id: 1 } })
    .sort({ at: -1 })
    .limit(1)
    .toArray();
  return (latest && (await findPosted(deps, { kind: "letter", letter: latest._id }))) ?? {};
}
