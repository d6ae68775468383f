import { html, raw } from "hono/html";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { Totals } from "#campaigns/tallies/read-totals.ts";
import { textsOf } from "../campaign/campaign.view.ts";
import { dressOf } from "../campaign/colours.ts";
import { tally } from "../campaign/tally.view.ts";
import { addresses } from "../page/addresses.ts";
import type { Html } from "../page/html.ts";
import { renderPage } from "../page/layout.view.ts";
import type { Phrasebook } from "../page/phrasebook.ts";
import { single } from "../page/single.view.ts";
import { qrCode } from "./qr.view.ts";
import { receiptCard } from "./receipt-card.view.ts";
import { mailLink, type ShareWay, sharedAddress, smsLink, whatsAppLink } from "./share.ts";

/** What the page of thanks shows. */
export type ThanksView = { campaign: Campaign; totals: Totals; receipt: string; publicUrl: string };

/** "Thank you": receipt, ways to share, what happens next. */
export function thanksPage(book: Phrasebook, view: ThanksView): string {
  const { campaign, totals, receipt } = view;
  const { say } = book;
  return renderPage(book, {
    title: say("thanks.title"),
    description: textsOf(book, campaign).ask,
    addressIn: (locale) => addresses.thanks(locale, campaign.slug, receipt),
    campaign: dressOf(campaign),
    scripts: ["totals.js", "copy.js"],
    main: single({
      name: textsOf(book, campaign).name,
      title: say("thanks.title"),
      foot: tally(book, campaign.slug, totals, "none"),
      body: html`${receiptCard(book, receipt)}
${sharing(book, view)}
${whatNext(book, campaign)}`,
    }),
  });
}

function sharing(book: Phrasebook, { campaign, publicUrl }: ThanksView): Html {
  const { say } = book;
  const { name } = textsOf(book, campaign);
  const address = (way: ShareWay) => sharedAddress(publicUrl, campaign.slug, way);
  const message = (way: ShareWay) => say("thanks.message", { campaign: name, link: address(way) });
  return html`<section aria-labelledby="share">
<h2 id="share">${say("thanks.share")}</h2>
<ul class="share">
<li hidden data-native-share data-title="${name}" data-text="${say("thanks.message", { campaign: name, link: "" }).trim()}" data-url="${address("share")}"><button class="button quiet" type="button">${say("thanks.shareHere")}</button></li>
<li><a class="button quiet" href="${mailLink(name, message("mail"))}">${say("thanks.shareMail")}</a></li>
<li><a class="button quiet" href="${whatsAppLink(message("whatsapp"))}" rel="noreferrer">${say("thanks.shareWhatsApp")}</a></li>
<li><a class="button quiet" href="${smsLink(message("sms"))}">${say("thanks.shareSms")}</a></li>
</ul>
<div class="field copy">
<label for="link">${say("thanks.link")}</label>
<div class="beside"><input id="link" dir="ltr" readonly value="${address("link")}"><button class="button quiet" type="button" hidden data-copy="link" data-done="${say("thanks.copied")}">${say("thanks.copy")}</button></div>
</div>
<figure class="code"><figcaption>${say("thanks.code")}</figcaption>${qrCode(address("qr"), say("thanks.codeLabel"))}</figure>
</section>`;
}

function whatNext(book: Phrasebook, campaign: Campaign): Html {
  const { say, locale } = book;
  const stages = (["onRoll", "handedOver", "mails"] as const).map(
    (
      stage,
      index,
    ) => html`<li${index === 0 ? "" : raw(' class="open"')}><h3>${say(`thanks.${stage}.title`)}</h3><p>${say(`thanks.${stage}.text`)}</p></li>
`,
  );
  return html`<section aria-labelledby="next">
<h2 id="next">${say("thanks.next")}</h2>
<ol class="timeline">${stages}</ol>
<p><a href="${addresses.links(locale, campaign.slug)}">${say("thanks.change")}</a></p>
<p><a href="${addresses.campaign(locale, campaign.slug)}">${say("site.back")}</a></p>
</section>`;
}
