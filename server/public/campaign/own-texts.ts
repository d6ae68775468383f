import { html } from "hono/html";
import type { Campaign, CampaignPage } from "#campaigns/petitions/campaign.ts";
import { textLocale } from "#campaigns/petitions/text-locale.ts";
import type { Html } from "../../page/html.ts";
import { type Phrasebook, speech } from "../../page/phrasebook.ts";

/** A campaign's texts, and the attributes that say their language where it is not that of the words around them. */
export type OwnTexts = CampaignPage & { speech: Html };

/** A campaign's texts in the page's language, or the nearest that the campaign has. */
export function textsOf(book: Phrasebook, campaign: Campaign): OwnTexts {
  const locale = textLocale(campaign, book.locale);
  const texts = campaign.pages[locale];
  if (!texts) throw new RangeError(`Campaign ${campaign.slug} has no page in "${locale}".`);
  return { ...texts, speech: speech(book, locale) };
}

/** A campaign's name as a piece of a page. */
export function nameOf(book: Phrasebook, campaign: Campaign): Html {
  const texts = textsOf(book, campaign);
  return html`<span${texts.speech}>${texts.name}</span>`;
}
