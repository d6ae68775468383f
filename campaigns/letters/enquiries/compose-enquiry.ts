import { layOutHtml } from "../../mail/lay-out-html.ts";
import { layOutText } from "../../mail/lay-out-text.ts";
import type { Letter } from "../../mail/letter.ts";
import { type LetterWording, messagesIn } from "../../mail/letter-wording.ts";
import { isolate, plainLine } from "../../mail/plain-line.ts";
import type { Locale } from "../../platform/languages/languages.ts";

/** What somebody wrote to an organisation. */
type EnquiryFacts = { organisation: string; name: string; email: string; text: string };

const longestName = 200;
const longestParagraph = 4_000;

/** Writes the letter that carries a message to one of its readers; an answer to it goes to who wrote. */
export function composeEnquiry(locale: Locale, { organisation, name, email, text }: EnquiryFacts): Letter {
  const say = messagesIn(locale);
  const named = { organisation: isolate(plainLine(organisation, longestName)) };
  const paragraphs = text.split(/\n+/).map((paragraph) => plainLine(paragraph, longestParagraph));
  const wording: LetterWording = {
    subject: say("enquiry.subject", named),
    title: say("enquiry.title", named),
    lead: say("enquiry.lead"),
    opening: say("enquiry.opening"),
    campaignName: isolate(plainLine(email, longestName)),
    headline: isolate(plainLine(name, longestName)),
    action: undefined,
    addressNote: say("addressNote"),
    entries: [],
    after: paragraphs.filter((paragraph) => paragraph !== "").map(isolate),
    more: [],
    aside: { title: say("enquiry.asideTitle"), text: say("enquiry.aside"), links: [] },
    closing: [{ text: say("enquiry.why", named) }],
  };
  return {
    subject: wording.subject,
    text: layOutText(wording, locale),
    html: layOutHtml(wording, locale),
    headers: { "Content-Language": locale, "Reply-To": email },
  };
}
