import { html } from "hono/html";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { textsOf } from "../campaign/campaign.view.ts";
import { dressOf } from "../campaign/colours.ts";
import { addresses } from "../page/addresses.ts";
import type { Html } from "../page/html.ts";
import { renderPage } from "../page/layout.view.ts";
import type { Phrasebook } from "../page/phrasebook.ts";
import { single } from "../page/single.view.ts";

/** What somebody who follows the link to stop the news sees. */
export type UnsubscriptionView = { campaign: Campaign; subscribed: boolean; token: string };

/** The button that stops the news; once it was pressed, that it is done. */
export function unsubscriptionPage(book: Phrasebook, view: UnsubscriptionView): string {
  const { campaign, subscribed, token } = view;
  const { say } = book;
  const title = say(subscribed ? "unsubscribe.title" : "unsubscribe.done.title");
  return renderPage(book, {
    title,
    description: title,
    addressIn: (locale) => addresses.mailed(locale, "unsubscribe", token),
    campaign: dressOf(campaign),
    main: single({
      name: textsOf(book, campaign).name,
      title,
      ...(subscribed ? { lead: say("unsubscribe.lead") } : {}),
      body: subscribed ? button(book, token) : stopped(book, campaign),
    }),
  });
}

function button({ say, locale }: Phrasebook, token: string): Html {
  return html`<section class="card"><p>${say("unsubscribe.text")}</p>
<form method="post" action="${addresses.mailed(locale, "unsubscribe", token)}"><button class="button" type="submit">${say("unsubscribe.button")}</button></form></section>`;
}

function stopped({ say, locale }: Phrasebook, campaign: Campaign): Html {
  return html`<section class="card"><p>${say("unsubscribe.done.text")}</p>
<p><a href="${addresses.campaign(locale, campaign.slug)}">${say("site.back")}</a></p></section>`;
}
