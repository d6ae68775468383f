import { html, raw } from "hono/html";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import type { Totals } from "#campaigns/signing/tallies/read-totals.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { nameOf, textsOf } from "../campaign/own-texts.ts";
import { tally } from "../campaign/tally.view.ts";
import { receiptCard } from "./receipt-card.view.ts";
import { sharing } from "./sharing.view.ts";

/** The contents of the thank-you page. */
export type ThanksView = {
  campaign: Campaign;
  /** The petition that was signed. */
  petition: Petition;
  totals: Totals;
  receipt: string;
  publicUrl: string;
};

/** "Thank you": ways to share, the receipt, what happens next. */
export function thanksPage(book: Phrasebook, view: ThanksView): string {
  const { campaign, petition, totals, receipt } = view;
  const { say } = book;
  return renderPage(book, {
    title: say("thanks.title"),
    description: textsOf(book, campaign).ask,
    addressIn: (locale) => addresses.thanks(locale, campaign.slug, receipt),
    campaign: dressOf(campaign),
    scripts: ["totals.js", "copy.js"],
    main: single({
      name: nameOf(book, campaign),
      title: say("thanks.title"),
      foot: tally(book, { campaign, petition, state: "signed" }, totals),
      body: html`${sharing(book, view)}
${receiptCard(book, receipt, view.publicUrl)}
${whatNext(book, view)}`,
    }),
  });
}

function whatNext(book: Phrasebook, { campaign, petition }: ThanksView): Html {
  const { say, locale } = book;
  const stages = (["onRoll", "handedOver", "mails"] as const).map(
    (stage, index) => html`<li${
      index === 0 ? "" : raw(' class="open"')
    }><h3>${say(`thanks.${stage}.title`)}</h3><p>${say(`thanks.${stage}.text`)}</p></li>
`,
  );
  return html`<section aria-labelledby="next">
<h2 id="next">${say("thanks.next")}</h2>
<ol class="timeline">${stages}</ol>
<p><a href="${addresses.links(locale, campaign.slug)}">${say("thanks.change")}</a></p>
<p><a href="${addresses.campaign(locale, campaign.slug, petition.country)}">${say("site.back")}</a></p>
</section>`;
}
