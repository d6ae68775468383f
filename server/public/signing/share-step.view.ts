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
import { linkedWays, sharedAddress, shareLink } from "./share.ts";
import { wayLabel } from "./sharing.view.ts";

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
  const linked = linkedWays.find((each) => each === way);
  const href = linked && shareLink(linked, { subject: texts.name, text: share.text, address });
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
${linked && html`<p><a class="button" href="${href}" rel="noreferrer">${wayLabel(book, linked)}</a></p>`}
${copyField(book, address)}</section>
<p><a href="${addresses.campaign(book.locale, campaign.slug, petition.country)}">${say("site.back")}</a></p>`,
    }),
  });
}
