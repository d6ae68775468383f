import { html, raw } from "hono/html";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { consentField, senderName, sendersOf } from "#campaigns/signing/consent/news.ts";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";

/** What somebody can agree to besides signing, as ticked. */
export type Ticks = { updates: boolean; secretariat: boolean };

/**
 * The boxes of a petition, each for one purpose and one organisation: news from its own, and from the secretariat;
 * `asked` marks what was asked for by the person who entered it, which holds only by a tick.
 */
export function consents(
  book: Phrasebook,
  campaign: Campaign,
  petition: Petition,
  ticks: Ticks,
  asked?: Ticks,
): Html {
  const news = sendersOf(petition).map((sender) => {
    const field = consentField[sender];
    const organisation = html`<bdi>${senderName(campaign, petition, sender)}</bdi>`;
    const text = book.fill(`form.${field}`, { organisation });
    const isAsked = asked?.[field] === true && !ticks[field];
    const marked = isAsked ? html`${text} <em class="asked">${book.say("confirm.asked")}</em>` : text;
    return consent(`consent.${field}`, marked, ticks[field]);
  });
  return html`${news}`;
}

/** The box that keeps her name from the office; unlike the others it is about this signature, and stays with it. */
export function unnamedBox({ say }: Phrasebook, isTicked: boolean): Html {
  return consent("consent.unnamed", say("form.unnamed"), isTicked);
}

/** A box to tick, with what it agrees to. It is never pre-ticked. */
function consent(name: string, text: string | Html, isTicked: boolean): Html {
  return html`<label class="consent"><input type="checkbox" name="${name}" value="yes"${
    isTicked ? raw(" checked") : ""
  }><span>${text}</span></label>
`;
}
