import { layOutHtml } from "../mail/lay-out-html.ts";
import { layOutText } from "../mail/lay-out-text.ts";
import type { Letter } from "../mail/letter.ts";
import { type LetterWording, messagesIn, momentIn, webAddress } from "../mail/letter-wording.ts";
import { isolate, plainLine } from "../mail/plain-line.ts";
import type { AccountPurpose } from "../outbox/letter.model.ts";
import type { Locale } from "../platform/languages/languages.ts";

/** What a letter about an account is written from; one that only tells something has no link. */
type AccountLetterFacts = { organisation: string; link: string | undefined; expiresAt: Date };

const longestName = 200;

/** Writes an account letter in the account's language. */
export function composeAccountLetter(
  purpose: AccountPurpose,
  locale: Locale,
  { organisation, link, expiresAt }: AccountLetterFacts,
): Letter {
  const say = messagesIn(locale);
  const text = (key: string, gaps?: Record<string, string>) => say(`account.${purpose}.${key}`, gaps);
  const name = isolate(plainLine(organisation, longestName));
  const wording: LetterWording = {
    subject: text("subject"),
    title: text("title"),
    lead: text("lead"),
    opening: text("opening"),
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
