import { html } from "hono/html";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import type { ShareWay } from "#campaigns/petitions/sharing/share-source.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { nameOf, textsOf } from "../campaign/own-texts.ts";
import { copyField } from "./copy-field.view.ts";
import { mailLink, sharedAddress, smsLink, whatsAppLink } from "./share.ts";

type Step = { campaign: Campaign; petition: Petition; publicUrl: string; way: ShareWay; variant: string };

/**
 * One step before a text is shared: the text, the button that opens the way to send it, the link. Null without such
 * a text.
 */
export function shareStepPage(book: Phrasebook, step: Step): string | null {
  const { say } = book;
  const { campaign, petition, way, variant } = step;
  const texts = textsOf(book, campaign);
  const share = texts.shares?.find((each) => each.variant === variant);
  if (!share) return null;
  const address = sharedAddress(
    step.publicUrl,
    { slug: campaign.slug, country: petition.country },
    way,
    variant,
  );
  const message = `${share.text} ${address}`;
  const open = {
    mail: { href: mailLink(texts.name, message), label: "thanks.shareMail" },
    whatsapp: { href: whatsAppLink(message), label: "thanks.shareWhatsApp" },
    sms: { href: smsLink(message), label: "thanks.shareSms" },
  };
  const button = way === "mail" || way === "whatsapp" || way === "sms" ? open[way] : null;
  return renderPage(book, {
    title: say("thanks.share"),
    description: texts.ask,
    addressIn: (locale) => addresses.share(locale, campaign.slug, { way, variant, petition: petition.id }),
    campaign: dressOf(campaign),
    scripts: ["copy.js"],
    main: single({
      name: nameOf(book, campaign),
      title: say("thanks.share"),
      body: html`<section class="card"><blockquote class="words"><p${texts.speech}>${share.text}</p></blockquote>
${button && html`<p><a class="button" href="${button.href}" rel="noreferrer">${say(button.label)}</a></p>`}
${copyField(book, address)}</section>
<p><a href="${addresses.campaign(book.locale, campaign.slug, petition.country)}">${say("site.back")}</a></p>`,
    }),
  });
}
