import type { Role } from "../access/account.ts";
import { layOutHtml } from "../mail/lay-out-html.ts";
import { layOutText } from "../mail/lay-out-text.ts";
import type { Letter } from "../mail/letter.ts";
import { type LetterWording, messagesIn, momentIn, webAddress } from "../mail/letter-wording.ts";
import { isolate, plainLine } from "../mail/plain-line.ts";
import type { AccountPurpose } from "../outbox/letter.model.ts";
import type { Locale } from "../platform/languages/languages.ts";
import type { Translate } from "../platform/languages/translate.ts";

/** What a letter about an account is written from; one that only tells something has no link. */
type AccountLetterFacts = {
  organisation: string;
  link: string | undefined;
  expiresAt: Date;
  /** Of an invitation: who is invited as what, and by whom if that is known. */
  invitation:
    | { name: string; role: Role; by: { name: string; organisation: string } | undefined }
    | undefined;
};

const longestName = 200;

/** Writes an account letter in the account's language. */
export function composeAccountLetter(
  purpose: AccountPurpose,
  locale: Locale,
  { organisation, link, expiresAt, invitation }: AccountLetterFacts,
): Letter {
  const say = messagesIn(locale);
  const text = (key: string, gaps?: Record<string, string>) => say(`account.${purpose}.${key}`, gaps);
  const name = isolate(plainLine(organisation, longestName));
  const wording: LetterWording = {
    subject: text("subject"),
    title: text("title"),
    lead: text("lead"),
    opening: [...invites(say, invitation), text("opening")].join(" "),
    campaignName: name,
    headline: name,
    action:
      link === undefined ? undefined : { label: say(`account.link.${purpose}`), href: webAddress(link) },
    addressNote: say("addressNote"),
    entries: [],
    after: [text("until", { until: isolate(momentIn(locale, expiresAt)) })],
    more: [],
    aside: { title: text("asideTitle"), text: text("aside"), links: [] },
    closing: [{ text: text("why") }],
  };
  return {
    subject: wording.subject,
    text: layOutText(wording, locale),
    html: layOutHtml(wording, locale),
    headers: { "Content-Language": locale },
  };
}

/** Who invites whom, and as what. */
function invites(say: Translate, invitation: AccountLetterFacts["invitation"]): string[] {
  if (!invitation) return [];
  const { name, role, by } = invitation;
  const plain = (text: string) => isolate(plainLine(text, longestName));
  const invited = { name: plain(name), role: say(`account.role.${role}`) };
  if (!by) return [say("account.invitation.invited", invited)];
  return [
    say("account.invitation.invites", {
      ...invited,
      inviter: plain(by.name),
      house: plain(by.organisation),
    }),
  ];
}
