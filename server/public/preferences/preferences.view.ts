import { html } from "hono/html";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import type { UnsubscribeFrom } from "#campaigns/signing/consent/stop-news.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { consents, type Ticks } from "../campaign/consent.view.ts";
import { nameOf } from "../campaign/own-texts.ts";
import { freshLinkCard } from "../links/fresh-link.view.ts";
import { spelledReceipt } from "../signing/receipt-card.view.ts";
import { unsubscribedNote, unsubscribeMoreCard } from "../unsubscribe/unsubscribe-more.view.ts";
import { withdrawnLinkPage } from "../withdrawal/withdrawal.view.ts";

/** What stands behind a link to preferences. */
export type PreferencesView = {
  campaign: Campaign;
  petition: Petition;
  /** She took her signature back: told to her alone. */
  isWithdrawn: boolean;
  /** What she agreed to, for a fresh link and the browser that confirmed. */
  consent?: Ticks;
  receipt?: string;
  token: string;
  /** They have just been saved. */
  isSaved: boolean;
  /** This was unsubscribed from just now. */
  left?: UnsubscribeFrom | undefined;
};

/** The consents, to tick or untick; behind an older link, which may be in anybody's hands, what lessens mail. */
export function preferencesPage(book: Phrasebook, view: PreferencesView): string {
  const { say } = book;
  const { campaign, petition, left, isWithdrawn, consent, token } = view;
  const address = (locale: Locale) => addresses.mailed(locale, "preferences", token);
  if (isWithdrawn) return withdrawnLinkPage(book, campaign, address);
  const more = { campaign, petition, page: address(book.locale), left };
  const title = say("preferences.title");
  return renderPage(book, {
    title,
    description: say("preferences.lead"),
    addressIn: address,
    campaign: dressOf(campaign),
    scripts: ["copy.js"],
    main: single({
      name: nameOf(book, campaign),
      title,
      lead: say(consent ? "preferences.lead" : "preferences.old"),
      body: html`${unsubscribedNote(book, more)}${ownPart(book, view)}
${unsubscribeMoreCard(book, more)}`,
    }),
  });
}

/** What only she may see and change. */
function ownPart(book: Phrasebook, view: PreferencesView): Html {
  const { say, locale } = book;
  const { campaign, petition, consent, receipt, token, isSaved } = view;
  if (!consent) return freshLinkCard(book, "preferences", token);
  return html`<section class="card" aria-label="${say("preferences.title")}">
${isSaved && html`<p class="done" role="status">${say("preferences.saved")}</p>`}
<form method="post" action="${addresses.mailed(locale, "preferences", token)}">
${consents(book, campaign, petition, consent)}
<button class="button" type="submit">${say("preferences.button")}</button>
</form>
<p class="after">${say("preferences.withdraw")} <a
href="${addresses.links(locale, campaign.slug)}">${say("links.button")}</a></p>
</section>
${receipt && ownReceipt(book, receipt)}`;
}

function ownReceipt(book: Phrasebook, receipt: string): Html {
  return html`<section class="card receipt" aria-labelledby="receipt">
<h2 id="receipt">${book.say("thanks.receipt")}</h2>
${spelledReceipt(book, receipt)}
<p><a href="${addresses.receipt(book.locale, receipt)}">${book.say("receipt.checkMine")}</a></p>
</section>`;
}
