import { html } from "hono/html";
import type { Campaign, Petition, PetitionVersion } from "#campaigns/petitions/campaign.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { textsOf } from "../campaign/campaign.view.ts";
import { addressee, versionWords } from "../campaign/words.view.ts";

/** What somebody who follows the link of a confirmation sees. */
export type ConfirmationView = {
  campaign: Campaign;
  petition: Petition;
  version: PetitionVersion;
  /** The language in which it was signed. */
  locale: Locale;
  receipt: string;
  token: string;
};

/** Shows the words and the button that makes them count; below, a way out for somebody who never signed. */
export function confirmPage(book: Phrasebook, view: ConfirmationView): string {
  const { campaign, petition, version, token } = view;
  const { say, locale } = book;
  return renderPage(book, {
    title: say("confirm.title"),
    description: say("confirm.lead"),
    addressIn: (other) => addresses.mailed(other, "confirm", token),
    campaign: dressOf(campaign),
    main: single({
      name: textsOf(book, campaign).name,
      title: say("confirm.title"),
      lead: say("confirm.lead"),
      body: html`<section class="card" aria-labelledby="words">
<h2 id="words">${say("confirm.words")}</h2>
${isNamed(view) ? "" : html`<p class="small">${addressee(book, petition)}</p>`}
${versionWords(book, version, view.locale)}
<form method="post" action="${addresses.mailed(locale, "confirm", token)}"><button class="button" type="submit">${say("confirm.button")}</button></form>
</section>
<section aria-labelledby="not-you">
<h2 id="not-you">${say("confirm.notYou")}</h2>
<p>${say("confirm.notYouText")}</p>
<form method="post" action="${addresses.erase(locale, token)}"><button class="button quiet" type="submit">${say("confirm.erase")}</button></form>
</section>`,
    }),
  });
}

/** Whether the words that were signed name the office they address, as most do in their first line. */
function isNamed({ petition, version, locale }: ConfirmationView): boolean {
  const office = petition.target[locale];
  return office !== undefined && version.texts[locale]?.text.includes(office) === true;
}

/** For somebody who follows the link again. */
export function alreadyConfirmedPage(book: Phrasebook, view: ConfirmationView): string {
  const { campaign, receipt, token } = view;
  const { say, locale } = book;
  return renderPage(book, {
    title: say("confirm.already.title"),
    description: say("confirm.already.text"),
    addressIn: (other) => addresses.mailed(other, "confirm", token),
    campaign: dressOf(campaign),
    main: single({
      name: textsOf(book, campaign).name,
      title: say("confirm.already.title"),
      body: html`<section class="card"><p>${say("confirm.already.text")}</p>
<p><a class="button" href="${addresses.thanks(locale, campaign.slug, receipt)}">${say("confirm.already.thanks")}</a></p></section>`,
    }),
  });
}

/** After "Erase this entry". */
export function erasedPage(book: Phrasebook, campaign: Campaign): string {
  const { say, locale } = book;
  return renderPage(book, {
    title: say("confirm.erased.title"),
    description: say("confirm.erased.text"),
    addressIn: (other) => addresses.erased(other, campaign.slug),
    campaign: dressOf(campaign),
    main: single({
      name: textsOf(book, campaign).name,
      title: say("confirm.erased.title"),
      body: html`<section class="card"><p>${say("confirm.erased.text")}</p>
<p><a href="${addresses.campaign(locale, campaign.slug)}">${say("site.back")}</a></p></section>`,
    }),
  });
}
