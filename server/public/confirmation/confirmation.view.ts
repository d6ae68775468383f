import { html } from "hono/html";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { WaitingEntry } from "#campaigns/signing/confirmation/open-confirmation.ts";
import { consentField, senderName, sendersOf } from "#campaigns/signing/consent/news.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { nameOf } from "../campaign/own-texts.ts";
import { troubleBox } from "../campaign/trouble.view.ts";
import { addressee } from "../campaign/words.view.ts";
import { freshLinkCard } from "../links/fresh-link.view.ts";
import { who } from "./confirm-form.view.ts";

/** A page behind a link to confirm that has no form. */
type Behind = { campaign: Campaign; token: string };

/** Several entries wait in one mailbox: which one is hers? `isMissing`: she confirmed without choosing. */
export function choosePage(
  book: Phrasebook,
  view: Behind & { entries: WaitingEntry[]; isMissing?: boolean },
): string {
  const { say, locale } = book;
  const { campaign, token, entries, isMissing } = view;
  const lead = say(campaign.sharedMailbox ? "confirm.choose.leadShared" : "confirm.choose.lead");
  return plainPage(book, view, "confirm.choose", {
    lead,
    body: html`${isMissing && troubleBox(say("confirm.choose.missing"), html``)}
<ul class="entries">${entries.map((entry) => chooseEntry(book, view, entry))}</ul>
<section aria-labelledby="not-you">
<h2 id="not-you">${say("confirm.choose.none")}</h2>
<p>${say("confirm.choose.noneText")}</p>
<form method="post" action="${addresses.erase(locale, token)}">
<button class="button quiet" type="submit">${say("confirm.choose.erase")}</button></form>
</section>`,
  });
}

function chooseEntry(book: Phrasebook, { campaign, token }: Behind, waiting: WaitingEntry): Html {
  const { say, locale } = book;
  const { entry, petition } = waiting;
  const page = `${addresses.mailed(locale, "confirm", token)}?entry=${entry}`;
  return html`<li class="card" id="e${entry}">${who(book, waiting)}
<p class="small">${addressee(book, campaign, petition)}</p>
${askedFor(book, campaign, waiting)}
<p class="small">${book.fill("confirm.choose.at", {
    at: html`<time datetime="${waiting.at.toISOString()}">${book.moment(waiting.at)}</time> (UTC)`,
  })}</p>
<p><a class="button" href="${page}" aria-describedby="e${entry}">${say("confirm.choose.mine")}</a></p></li>
`;
}

function askedFor(book: Phrasebook, campaign: Campaign, { petition, asked }: WaitingEntry): Html | string {
  const senders = sendersOf(petition).filter((sender) => asked[consentField[sender]]);
  if (senders.length === 0) return "";
  const names = book.list(senders.map((sender) => senderName(campaign, petition, sender)));
  return html`<p class="small">${book.fill("confirm.choose.asked", { senders: html`<bdi>${names}</bdi>` })}</p>`;
}

/** Somebody who counts already, with what was entered with her address since. */
export function repeatsPage(book: Phrasebook, view: Behind & { entries: WaitingEntry[] }): string {
  const { say, locale } = book;
  return plainPage(book, view, "confirm.repeat", {
    body: html`<section class="card"><p>${say("confirm.repeat.text")}</p>
${view.entries.map((entry) => who(book, entry))}
<form method="post" action="${addresses.erase(locale, view.token)}">
<button class="button quiet" type="submit">${say("confirm.erase")}</button></form></section>
${freshLinkCard(book, "confirm", view.token)}`,
  });
}

/** For who follows the link again in the browser that confirmed. */
export function alreadyConfirmedPage(book: Phrasebook, view: Behind & { receipt: string }): string {
  const { say, locale } = book;
  const thanks = addresses.thanks(locale, view.campaign.slug, view.receipt);
  return plainPage(book, view, "confirm.already", {
    body: html`<section class="card"><p>${say("confirm.already.text")}</p>
<p><a class="button" href="${thanks}">${say("confirm.already.thanks")}</a></p></section>`,
  });
}

/** Behind a link with nothing to confirm: the same however it ended, for the letter may be in anybody's hands. */
export function nothingWaitsPage(book: Phrasebook, view: Behind): string {
  const { say, locale } = book;
  return plainPage(book, view, "confirm.over", {
    body: html`<section class="card"><p>${say("confirm.over.text")}</p>
<p><a href="${addresses.campaign(locale, view.campaign.slug)}">${say("site.back")}</a></p></section>
${freshLinkCard(book, "confirm", view.token)}`,
  });
}

function plainPage(
  book: Phrasebook,
  { campaign, token }: Behind,
  key: string,
  { lead, body }: { lead?: string; body: Html },
): string {
  const title = book.say(`${key}.title`);
  return renderPage(book, {
    title,
    description: title,
    addressIn: (other) => addresses.mailed(other, "confirm", token),
    campaign: dressOf(campaign),
    main: single({ name: nameOf(book, campaign), title, ...(lead && { lead }), body }),
  });
}

/** After "This wasn't me". */
export function erasedPage(book: Phrasebook, campaign: Campaign): string {
  const { say, locale } = book;
  return renderPage(book, {
    title: say("confirm.erased.title"),
    description: say("confirm.erased.text"),
    addressIn: (other) => addresses.erased(other, campaign.slug),
    campaign: dressOf(campaign),
    main: single({
      name: nameOf(book, campaign),
      title: say("confirm.erased.title"),
      body: html`<section class="card"><p>${say("confirm.erased.text")}</p>
<p><a href="${addresses.campaign(locale, campaign.slug)}">${say("site.back")}</a></p></section>`,
    }),
  });
}
