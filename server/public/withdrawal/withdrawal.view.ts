import { html } from "hono/html";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { nameOf } from "../campaign/own-texts.ts";
import { freshLinkCard } from "../links/fresh-link.view.ts";

/** What somebody who follows the withdrawal link sees. */
export type WithdrawalView = {
  campaign: Campaign;
  /** How it stands, and if it was taken back, why. */
  state: "counted" | "withdrawn" | "not-me";
  /** The link is fresh, or this is the browser that confirmed. */
  mayAct: boolean;
  token: string;
};

/**
 * The button to withdraw and the one for "this wasn't me", or that it is withdrawn; behind an older link, however it
 * stands, the button that asks for a fresh one.
 */
export function withdrawalPage(book: Phrasebook, { campaign, state, mayAct, token }: WithdrawalView): string {
  const { say } = book;
  const address = (locale: Locale) => addresses.mailed(locale, "withdraw", token);
  if (mayAct && state === "withdrawn") return withdrawnLinkPage(book, campaign, address);
  if (mayAct && state === "not-me") return notMeLinkPage(book, campaign, address);
  return renderPage(book, {
    title: say("withdraw.title"),
    description: say("withdraw.lead"),
    addressIn: address,
    campaign: dressOf(campaign),
    main: single({
      name: nameOf(book, campaign),
      title: say("withdraw.title"),
      lead: say("withdraw.lead"),
      body: mayAct ? choices(book, token) : freshLinkCard(book, "withdraw", token),
    }),
  });
}

/** After the button that withdraws: the worker takes the signature off the count within seconds. */
export function withdrawnPage(book: Phrasebook, campaign: Campaign): string {
  return withdrawnLinkPage(book, campaign, (locale) => addresses.withdrawn(locale, campaign.slug));
}

/** Behind any other fresh link of a signature that was withdrawn: nothing can be changed there any more. */
export function withdrawnLinkPage(book: Phrasebook, campaign: Campaign, addressIn: AddressIn): string {
  const { say } = book;
  return donePage(book, campaign, addressIn, {
    title: say("withdraw.done.title"),
    body: html`<section class="card"><p>${say("withdraw.done.text")}</p>
<p>${say("withdraw.signAgain")}</p>
${back(book, campaign)}</section>`,
  });
}

/** After "this wasn't me": it is recorded, and the owner of the mailbox may still sign herself. */
export function notMePage(book: Phrasebook, campaign: Campaign): string {
  return notMeLinkPage(book, campaign, (locale) => addresses.notMe(locale, campaign.slug));
}

/** What was done about a signature that its mailbox's owner did not give, and what she can do if it happens again. */
function notMeLinkPage(book: Phrasebook, campaign: Campaign, addressIn: AddressIn): string {
  const { say, locale } = book;
  const write = html`<a href="${addresses.write(locale, campaign.organisation)}">${say("write.title")}</a>`;
  return donePage(book, campaign, addressIn, {
    title: say("withdraw.notMeDone.title"),
    body: html`<section class="card"><p>${say("withdraw.notMeDone.text")}</p></section>
<section aria-labelledby="again">
<h2 id="again">${say("withdraw.notMeDone.again")}</h2>
<p>${book.fill("withdraw.notMeDone.againText", { write })}</p>
<p>${say("withdraw.notMeDone.own")}</p>
${back(book, campaign)}</section>`,
  });
}

type AddressIn = (locale: Locale) => string;

function donePage(
  book: Phrasebook,
  campaign: Campaign,
  addressIn: AddressIn,
  { title, body }: { title: string; body: Html },
): string {
  return renderPage(book, {
    title,
    description: title,
    addressIn,
    campaign: dressOf(campaign),
    main: single({ name: nameOf(book, campaign), title, body }),
  });
}

function back({ say, locale }: Phrasebook, { slug }: Campaign): Html {
  return html`<p><a href="${addresses.campaign(locale, slug)}">${say("site.back")}</a></p>`;
}

function choices(book: Phrasebook, token: string): Html {
  const { say, locale } = book;
  const action = addresses.mailed(locale, "withdraw", token);
  return html`<section class="card" aria-labelledby="withdraw">
<h2 id="withdraw">${say("withdraw.button")}</h2>
<p>${say("withdraw.text")}</p>
<form method="post" action="${action}"><input type="hidden" name="reason"
value="withdrawn"><button class="button" type="submit">${say("withdraw.button")}</button></form>
</section>
<section aria-labelledby="not-me">
<h2 id="not-me">${say("withdraw.notMe")}</h2>
<p>${say("withdraw.notMeText")}</p>
<form method="post" action="${action}"><input type="hidden" name="reason" value="not-me"><button
class="button quiet" type="submit">${say("withdraw.notMeButton")}</button></form>
</section>`;
}
