import { html } from "hono/html";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import type { Leaving } from "#campaigns/signing/consent/leave-news.ts";
import { type News, type Sender, senderName } from "#campaigns/signing/consent/news.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { textsOf } from "../campaign/campaign.view.ts";
import { leavingCard, leftNote } from "../leaving/leaving.view.ts";

/** What somebody who follows a link to stop news sees: whose news it stops, and who still sends any. */
export type UnsubscriptionView = {
  campaign: Campaign;
  petition: Petition;
  news: News;
  subscribed: Sender[];
  /** The signature is not confirmed yet. */
  waiting: boolean;
  token: string;
  /** This was left just now. */
  left?: Leaving | undefined;
};

/** The button that stops the news; once it was pressed, that it is done. News of others, agreed to apart, can end here too. */
export function unsubscriptionPage(book: Phrasebook, view: UnsubscriptionView): string {
  const { campaign, petition, news, subscribed, token, waiting } = view;
  const page = addresses.mailed(book.locale, "unsubscribe", token);
  const leaving = { campaign, petition, page, left: view.left, waiting };
  const others = subscribed.filter((sender) => news !== "all" && sender !== news);
  const isOn = subscribed.length > others.length;
  const title = titleOf(book, view, isOn ? "unsubscribe.title" : "unsubscribe.done.title");
  return renderPage(book, {
    title,
    description: title,
    addressIn: (locale) => addresses.mailed(locale, "unsubscribe", token),
    campaign: dressOf(campaign),
    main: single({
      name: textsOf(book, campaign).name,
      title,
      ...(isOn ? { lead: book.say("unsubscribe.lead") } : {}),
      body: html`${leftNote(book, leaving)}${isOn ? button(book, view) : stopped(book, view)}
${others.map((sender) => stillOn(book, view, sender))}
${leavingCard(book, leaving)}`,
    }),
  });
}

function titleOf({ say }: Phrasebook, { campaign, petition, news }: UnsubscriptionView, key: string): string {
  return news === "all"
    ? say(key)
    : say(`${key}From`, { organisation: senderName(campaign, petition, news) });
}

function button({ say, locale }: Phrasebook, { token, waiting }: UnsubscriptionView): Html {
  return html`<section class="card"><p>${say(waiting ? "unsubscribe.waiting" : "unsubscribe.text")}</p>
<form method="post" action="${addresses.mailed(locale, "unsubscribe", token)}"><button class="button" type="submit">${say("unsubscribe.button")}</button></form></section>`;
}

function stopped({ say, locale }: Phrasebook, { campaign, waiting }: UnsubscriptionView): Html {
  return html`<section class="card"><p>${say(waiting ? "unsubscribe.done.waiting" : "unsubscribe.done.text")}</p>
<p><a href="${addresses.campaign(locale, campaign.slug)}">${say("site.back")}</a></p></section>`;
}

function stillOn(book: Phrasebook, { campaign, petition, token }: UnsubscriptionView, sender: Sender): Html {
  const organisation = html`<bdi>${senderName(campaign, petition, sender)}</bdi>`;
  return html`<section class="card"><p>${book.fill("unsubscribe.still", { organisation })}</p>
<form method="post" action="${addresses.mailed(book.locale, "unsubscribe", token)}"><input type="hidden" name="everything" value="yes"><button class="button quiet" type="submit">${book.say("unsubscribe.everything")}</button></form></section>`;
}
