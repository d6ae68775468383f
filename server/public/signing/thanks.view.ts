import { html, raw } from "hono/html";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { chooseVariant, type ShareWay } from "#campaigns/petitions/sharing/share-source.ts";
import type { Totals } from "#campaigns/signing/tallies/read-totals.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { qrCode } from "../../page/qr.view.ts";
import { single } from "../../page/single.view.ts";
import { nameOf, textsOf } from "../campaign/own-texts.ts";
import { tally } from "../campaign/tally.view.ts";
import { copyField } from "./copy-field.view.ts";
import { receiptCard } from "./receipt-card.view.ts";
import { mailLink, sharedAddress, smsLink, whatsAppLink } from "./share.ts";

/** The contents of the thank-you page. */
export type ThanksView = {
  campaign: Campaign;
  /** The petition that was signed. */
  petition: Petition;
  totals: Totals;
  receipt: string;
  publicUrl: string;
};

/** "Thank you": receipt, ways to share, what happens next. */
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
${receiptCard(book, receipt)}
${whatNext(book, view)}`,
    }),
  });
}

function sharing(book: Phrasebook, { campaign, petition, publicUrl, receipt }: ThanksView): Html {
  const { say } = book;
  const texts = textsOf(book, campaign);
  const { name } = texts;
  const variant = chooseVariant(texts, receipt);
  const own = texts.shares?.find((share) => share.variant === variant);
  const address = (way: ShareWay) =>
    sharedAddress(publicUrl, { slug: campaign.slug, country: petition.country }, way, variant);
  const message = (way: ShareWay) => say("thanks.message", { campaign: name, link: address(way) });
  const text = own?.text ?? say("thanks.message", { campaign: name, link: "" }).trim();
  return html`<section aria-labelledby="share">
<h2 id="share">${say("thanks.share")}</h2>
<ul class="share">
<li hidden data-native-share data-title="${name}" data-text="${text}" data-url="${address("share")}"><button
class="button quiet" type="button">${say("thanks.shareHere")}</button></li>
${
  own
    ? ownWays(book, campaign, petition, own.variant)
    : html`<li><a class="button quiet" href="${mailLink(name, message("mail"))}">${say("thanks.shareMail")}</a></li>
<li><a class="button quiet" href="${whatsAppLink(message("whatsapp"))}"
rel="noreferrer">${say("thanks.shareWhatsApp")}</a></li>
<li><a class="button quiet" href="${smsLink(message("sms"))}">${say("thanks.shareSms")}</a></li>`
}
</ul>
${copyField(book, address("link"))}
<figure class="code"><figcaption>${say("thanks.code")}</figcaption>${qrCode(
    address("qr"),
    say("thanks.codeLabel"),
  )}</figure>
</section>`;
}

/** If a campaign has texts of its own, sharing one is counted: a form, then the page with the text. */
function ownWays({ say, locale }: Phrasebook, { slug }: Campaign, { id }: Petition, variant: string): Html {
  const ways = [
    ["mail", "thanks.shareMail"],
    ["whatsapp", "thanks.shareWhatsApp"],
    ["sms", "thanks.shareSms"],
  ] as const;
  return html`${ways.map(
    ([way, label]) =>
      html`<li><form method="post" action="${addresses.shared(locale, slug)}">
<input type="hidden" name="way" value="${way}"><input type="hidden" name="variant"
value="${variant}"><input type="hidden" name="petition" value="${id}"><button
class="button quiet" type="submit">${say(label)}</button></form></li>
`,
  )}`;
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
