import { html, raw } from "hono/html";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { consentField, senderName, sendersOf } from "#campaigns/signing/consent/news.ts";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";

/** What somebody can agree to beside signing, as ticked. */
export type Ticks = { updates: boolean; secretariat: boolean; showName: boolean };

/** The boxes of a petition, each for one purpose and one organisation: news from its own, from the secretariat, to be shown. */
export function consents(book: Phrasebook, campaign: Campaign, petition: Petition, ticks: Ticks): Html {
  const news = sendersOf(petition).map((sender) => {
    const field = consentField[sender];
    const organisation = html`<bdi>${senderName(campaign, petition, sender)}</bdi>`;
    return consent(`consent.${field}`, book.fill(`form.${field}`, { organisation }), ticks[field]);
  });
  return html`${news}
${consent("consent.showName", book.say("form.showName"), ticks.showName)}`;
}

/** A box to tick, with what it agrees to. It is never ticked for anybody. */
function consent(name: string, text: string | Html, isTicked: boolean): Html {
  return html`<label class="consent"><input type="checkbox" name="${name}" value="yes"${isTicked ? raw(" checked") : ""}><span>${text}</span></label>
`;
}
