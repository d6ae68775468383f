import { html } from "hono/html";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { type News, senderName } from "#campaigns/signing/consent/news.ts";
import type { UnsubscribeFrom } from "#campaigns/signing/consent/stop-news.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { nameOf } from "../campaign/own-texts.ts";
import { unsubscribedNote, unsubscribeMoreCard } from "./unsubscribe-more.view.ts";

/** What somebody who follows a link to stop news sees. */
export type UnsubscribeView = {
  campaign: Campaign;
  petition: Petition;
  /** Whose news it stops. */
  news: News;
  token: string;
  /** The button was pressed just now. */
  isDone: boolean;
  /** This was unsubscribed from just now. */
  left?: UnsubscribeFrom | undefined;
};

/**
 * The button that stops the news; once it was pressed, that it is done. All other news of the campaign can end here
 * too. What she agreed to is not told, for the mail may have been forwarded: the page is the same whether news is on or
 * off.
 */
export function unsubscribePage(book: Phrasebook, view: UnsubscribeView): string {
  const { campaign, petition, news, isDone, left, token } = view;
  const address = (locale: Locale) => addresses.mailed(locale, "unsubscribe", token);
  const more = { campaign, petition, page: address(book.locale), left };
  const title = titleOf(book, view, isDone ? "unsubscribe.done.title" : "unsubscribe.title");
  return renderPage(book, {
    title,
    description: title,
    addressIn: address,
    campaign: dressOf(campaign),
    main: single({
      name: nameOf(book, campaign),
      title,
      ...(isDone || left ? {} : { lead: book.say("unsubscribe.lead") }),
      body: html`${unsubscribedNote(book, more)}${isDone ? stopped(book, view) : button(book, view)}
${news === "all" ? "" : allNews(book, view)}
${unsubscribeMoreCard(book, more)}`,
    }),
  });
}

function titleOf({ say }: Phrasebook, { campaign, petition, news }: UnsubscribeView, key: string): string {
  return news === "all"
    ? say(key)
    : say(`${key}From`, { organisation: senderName(campaign, petition, news) });
}

function button({ say, locale }: Phrasebook, { token }: UnsubscribeView): Html {
  return html`<section class="card"><p>${say("unsubscribe.text")}</p>
<form method="post" action="${addresses.mailed(
    locale,
    "unsubscribe",
    token,
  )}"><button class="button" type="submit">${say("unsubscribe.button")}</button></form></section>`;
}

function stopped({ say, locale }: Phrasebook, { campaign, petition }: UnsubscribeView): Html {
  return html`<section class="card"><p>${say("unsubscribe.done.text")}</p>
<p><a href="${addresses.campaign(locale, campaign.slug, petition.country)}">${say("site.back")}</a></p></section>`;
}

function allNews({ say, locale }: Phrasebook, { token }: UnsubscribeView): Html {
  return html`<section class="card"><p>${say("unsubscribe.others")}</p>
<form method="post" action="${addresses.mailed(
    locale,
    "unsubscribe",
    token,
  )}"><input type="hidden" name="everything" value="yes"><button class="button quiet"
type="submit">${say("unsubscribe.everything")}</button></form></section>`;
}
