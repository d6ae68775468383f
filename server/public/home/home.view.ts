import { html } from "hono/html";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { withoutMarks } from "#campaigns/texts/parse-marked.ts";
import { addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { textsOf } from "../campaign/own-texts.ts";

/** A campaign on the list, with its total and whether it can be signed. */
export type ListedCampaign = { campaign: Campaign; total: number; isOpen: boolean };

/** The list of campaigns. */
export function homePage(book: Phrasebook, listed: ListedCampaign[], publicUrl: string): string {
  return renderPage(book, {
    title: book.say("home.title"),
    description: book.say("home.description"),
    addressIn: addresses.home,
    publicUrl,
    anyLanguage: "/",
    about: { "@type": "WebSite" },
    main: single({
      title: book.say("home.title"),
      lead: book.say("home.lead"),
      body:
        listed.length === 0
          ? html`<p class="none">${book.say("home.none")}</p>`
          : html`<ul class="campaigns">${listed.map((entry) => listEntry(book, entry))}</ul>`,
    }),
  });
}

function listEntry(book: Phrasebook, { campaign, total, isOpen }: ListedCampaign): Html {
  const texts = textsOf(book, campaign);
  const address = addresses.campaign(book.locale, campaign.slug);
  return html`<li class="card">
<p class="name"${texts.speech}>${texts.name}</p>
<h2><a href="${address}"${texts.speech}>${texts.headline}</a></h2>
<p${texts.speech}>${withoutMarks(texts.ask)}</p>
<p class="signed">${
    total === 0
      ? book.say("campaign.first")
      : html`<span class="figure">${book.number(total)}</span> ${book.count("campaign.signed", total)}`
  }</p>
<a class="button${isOpen ? "" : " quiet"}" href="${address}" aria-label="${book.say(
    isOpen ? "home.open" : "home.read",
  )}: ${texts.headline}">${book.say(isOpen ? "home.open" : "home.read")}</a>
</li>`;
}
