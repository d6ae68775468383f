import { html } from "hono/html";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { textsOf } from "../campaign/campaign.view.ts";

/** What somebody who follows the link to withdraw sees. */
export type WithdrawalView = { campaign: Campaign; state: "counted" | "withdrawn"; token: string };

/** The button to withdraw and the one for "this wasn't me"; a signature withdrawn before has neither. */
export function withdrawalPage(book: Phrasebook, { campaign, state, token }: WithdrawalView): string {
  const { say } = book;
  const address = (locale: Locale) => addresses.mailed(locale, "withdraw", token);
  if (state === "withdrawn") return donePage(book, campaign, address);
  return renderPage(book, {
    title: say("withdraw.title"),
    description: say("withdraw.lead"),
    addressIn: address,
    campaign: dressOf(campaign),
    main: single({
      name: textsOf(book, campaign).name,
      title: say("withdraw.title"),
      lead: say("withdraw.lead"),
      body: choices(book, token),
    }),
  });
}

/** After either button: the worker takes the signature off the count within seconds. */
export function withdrawnPage(book: Phrasebook, campaign: Campaign): string {
  return donePage(book, campaign, (locale) => addresses.withdrawn(locale, campaign.slug));
}

function donePage(book: Phrasebook, campaign: Campaign, addressIn: (locale: Locale) => string): string {
  const { say, locale } = book;
  return renderPage(book, {
    title: say("withdraw.done.title"),
    description: say("withdraw.done.text"),
    addressIn,
    campaign: dressOf(campaign),
    main: single({
      name: textsOf(book, campaign).name,
      title: say("withdraw.done.title"),
      body: html`<section class="card"><p>${say("withdraw.done.text")}</p>
<p>${say("withdraw.signAgain")}</p>
<p><a href="${addresses.campaign(locale, campaign.slug)}">${say("site.back")}</a></p></section>`,
    }),
  });
}

function choices(book: Phrasebook, token: string): Html {
  const { say, locale } = book;
  const action = addresses.mailed(locale, "withdraw", token);
  return html`<section class="card" aria-labelledby="withdraw">
<h2 id="withdraw">${say("withdraw.button")}</h2>
<p>${say("withdraw.text")}</p>
<form method="post" action="${action}"><input type="hidden" name="reason" value="withdrawn"><button class="button" type="submit">${say("withdraw.button")}</button></form>
</section>
<section aria-labelledby="not-me">
<h2 id="not-me">${say("withdraw.notMe")}</h2>
<p>${say("withdraw.notMeText")}</p>
<form method="post" action="${action}"><input type="hidden" name="reason" value="not-me"><button class="button quiet" type="submit">${say("withdraw.notMeButton")}</button></form>
</section>`;
}
