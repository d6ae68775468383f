import { html } from "hono/html";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import type { UnsubscribeFrom } from "#campaigns/signing/consent/leave-news.ts";
import { type News, senderName } from "#campaigns/signing/consent/news.ts";
import type { LinkState } from "#campaigns/signing/consent/open-preferences.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { textsOf } from "../campaign/campaign.view.ts";
import { withdrawnLinkPage } from "../withdrawal/withdrawal.view.ts";
import { unsubscribedNote, unsubscribeMoreCard } from "./unsubscribe-more.view.ts";

/** What somebody who follows a link to stop news sees: whose news it stops, and whether they still come. */
export type UnsubscribeView = {
  campaign: Campaign;
  petition: Petition;
  news: News;
  isOn: boolean;
  state: LinkState;
  token: string;
  /** This was unsubscribed from just now. */
  left?: UnsubscribeFrom | undefined;
};

/**
 * The button that stops the news; once it was pressed, that it is done. All other news of the campaign can end here too; what
 * else she agreed to is not told, for the mail may have been forwarded.
 */
export function unsubscribePage(book: Phrasebook, view: UnsubscribeView): string {
  const { campaign, petition, news, isOn, state, token } = view;
  const address = (locale: Locale) => addresses.mailed(locale, "unsubscribe", token);
  if (state === "withdrawn") return withdrawnLinkPage(book, campaign, address);
  const waiting = state === "waiting";
  const more = { campaign, petition, page: address(book.locale), left: view.left, waiting };
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
      body: html`${unsubscribedNote(book, more)}${isOn ? button(book, view) : stopped(book, view)}
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

function button({ say, locale }: Phrasebook, { token, state }: UnsubscribeView): Html {
  return html`<section class="card"><p>${say(state === "waiting" ? "unsubscribe.waiting" : "unsubscribe.text")}</p>
<form method="post" action="${addresses.mailed(locale, "unsubscribe", token)}"><button class="button" type="submit">${say("unsubscribe.button")}</button></form></section>`;
}

function stopped({ say, locale }: Phrasebook, { campaign, state }: UnsubscribeView): Html {
  return html`<section class="card"><p>${say(state === "waiting" ? "unsubscribe.done.waiting" : "unsubscribe.done.text")}</p>
<p><a href="${addresses.campaign(locale, campaign.slug)}">${say("site.back")}</a></p></section>`;
}

function allNews({ say, locale }: Phrasebook, { token }: UnsubscribeView): Html {
  return html`<section class="card"><p>${say("unsubscribe.others")}</p>
<form method="post" action="${addresses.mailed(locale, "unsubscribe", token)}"><input type="hidden" name="everything" value="yes"><button class="button quiet" type="submit">${say("unsubscribe.everything")}</button></form></section>`;
}
