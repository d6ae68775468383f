import { html } from "hono/html";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { chooseVariant, type ShareWay } from "#campaigns/petitions/sharing/share-source.ts";
import { addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { qrCode } from "../../page/qr.view.ts";
import { textsOf } from "../campaign/own-texts.ts";
import { copyField } from "./copy-field.view.ts";
import { type LinkedWay, onPhonesOnly, orderWays, sharedAddress, shareLink } from "./share.ts";

type Sharing = { campaign: Campaign; petition: Petition; receipt: string; publicUrl: string };

/** What names a way of sharing on its button. */
export function wayLabel({ say }: Phrasebook, way: LinkedWay): string {
  return say(`thanks.ways.${way}`);
}

/** Ways to pass on the petition that was signed, the usual ones of its country first. */
export function sharing(book: Phrasebook, { campaign, petition, publicUrl, receipt }: Sharing): Html {
  const { say, locale } = book;
  const texts = textsOf(book, campaign);
  const variant = chooseVariant(texts, receipt);
  const own = texts.shares?.find((share) => share.variant === variant);
  const of = { slug: campaign.slug, country: petition.country };
  const address = (way: ShareWay) => sharedAddress(publicUrl, of, way, variant);
  const text = own?.text ?? say("thanks.message", { campaign: texts.name, link: "" }).trim();
  const ways = orderWays(petition.country, locale).map((way) => {
    const link = shareLink(way, { subject: texts.name, text, address: address(way) });
    const button = own
      ? countedWay(book, { campaign, petition, way, variant: own.variant })
      : html`<a class="button quiet" href="${link}" rel="noreferrer">${wayLabel(book, way)}</a>`;
    return html`<li${onPhonesOnly.has(way) && html` class="phones"`}>${button}</li>
`;
  });
  return html`<section aria-labelledby="share">
<h2 id="share">${say("thanks.share")}</h2>
<ul class="share">
<li hidden data-native-share data-title="${texts.name}" data-text="${text}" data-url="${address("share")}"><button
class="button quiet" type="button">${say("thanks.shareHere")}</button></li>
${ways}</ul>
${copyField(book, address("link"))}
<figure class="code"><figcaption>${say("thanks.code")}</figcaption>
${qrCode(address("qr"), say("thanks.codeLabel"))}</figure>
</section>`;
}

type Counted = { campaign: Campaign; petition: Petition; way: LinkedWay; variant: string };

/** If a campaign has texts of its own, sharing one is counted: a form, then the page with the text. */
function countedWay(book: Phrasebook, { campaign, petition, way, variant }: Counted): Html {
  const fields = Object.entries({ way, variant, petition: petition.id }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="post" action="${addresses.shared(book.locale, campaign.slug)}">${fields}<button
class="button quiet" type="submit">${wayLabel(book, way)}</button></form>`;
}
