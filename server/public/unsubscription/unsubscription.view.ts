import { html } from "hono/html";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import type { Leaving } from "#campaigns/signing/consent/leave-news.ts";
import { type News, senderName } from "#campaigns/signing/consent/news.ts";
import type { LinkState } from "#campaigns/signing/consent/open-preferences.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { textsOf } from "../campaign/campaign.view.ts";
import { leavingCard, leftNote } from "../leaving/leaving.view.ts";
import { withdrawnLinkPage } from "../withdrawal/withdrawal.view.ts";

/** What somebody who follows a link to stop news sees: whose news it stops, and whether they still come. */
export type UnsubscriptionView = {
  campaign: Campaign;
  petition: Petition;
  news: News;
  isOn: boolean;
  state: LinkState;
  token: string;
  /** This was unsubscribed from just now. */
  left?: Leaving | undefined;
};

/**
 * The button that stops the news; once it was pressed, that it is done. All other news of the campaign can end here too; what
 * else she agreed to is not told, for the mail may have been forwarded.
 */
export function unsubscriptionPage(book: Phrasebook, view: UnsubscriptionView): string {
  const { campaign, petition, news, isOn, state, token } = view;
  const address = (locale: Locale) => addresses.mailed(locale, "unsubscribe", token);
  if (state === "withdrawn") return withdrawnLinkPage(book, campaign, address);
  const waiting = state === "waiting";
  const leaving = { campaign, petition, page: address(book.locale), left: view.left, waiting };
  const title = titleOf(book, view, isOn ? "unsubscribe.title" : "unsubscribe.done.title");
  return renderPage(book, {
    title,
    description: title,
    addressIn: address,
    campaign: dressOf(campaign),
    main: single({
      name: textsOf(book, campaign).name,
      title,
      ...(isOn ? { lead: book.say("unsubscribe.lead") } : {}),
      body: html`${leftNote(book, leaving)}${isOn ? button(book, view) : stopped(book, view)}
${news === "all" ? "" : allNews(book, view)}
${leavingCard(book, leaving)}`,
    }),
  });
}

function titleOf({ say }: Phrasebook, { campaign, petition, news }: UnsubscriptionView, key: string): string {
  return news === "all"
    ? say(key)
    : say(`${key}From`, { organisation: senderName(campaign, petition, news) });
}

function button({ say, locale }: Phrasebook, { token, state }: UnsubscriptionView): Html {
  return html`<section class="card"><p>${say(state === "waiting" ? "unsubscribe.waiting" : "unsubscribe.text")}</p>
<form method="post" action="${addresses.mailed(locale, "unsubscribe", token)}"><button class="button" type="submit">${say("unsubscribe.button")}</button></form></section>`;
}

function stopped({ say, locale }: Phrasebook, { campaign, state }: UnsubscriptionView): Html {
  return html`<section class="card"><p>${say(state === "waiting" ? "unsubscribe.done.waiting" : "unsubscribe.done.text")}</p>
<p><a href="${addresses.campaign(locale, campaign.slug)}">${say("site.back")}</a></p></section>`;
}

function allNews({ say, locale }: Phrasebook, { token }: UnsubscriptionView): Html {
  return html`<section class="card"><p>${say("unsubscribe.others")}</p>
<form method="post" action="${addresses.mailed(locale, "unsubscribe", token)}"><input type="hidden" name="everything" value="yes"><button class="button quiet" type="submit">${say("unsubscribe.everything")}</button></form></section>`;
}
