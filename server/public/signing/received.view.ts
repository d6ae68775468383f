import { html } from "hono/html";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { textsOf } from "../campaign/campaign.view.ts";
import { receiptCard } from "./receipt-card.view.ts";

/** "One more step": the signature is stored and waits for its mailbox. */
export function oneMoreStepPage(book: Phrasebook, campaign: Campaign, receipt: string): string {
  const { say, locale } = book;
  const steps = (["open", "follow", "press"] as const).map(
    (
      step,
    ) => html`<li><h3>${say(`received.${step}.title`, { button: say("confirm.button") })}</h3><p>${say(`received.${step}.text`)}</p></li>
`,
  );
  return renderPage(book, {
    title: say("received.title"),
    description: say("received.lead"),
    addressIn: (other) => addresses.received(other, campaign.slug, receipt),
    campaign: dressOf(campaign),
    main: single({
      name: textsOf(book, campaign).name,
      title: say("received.title"),
      lead: say("received.lead"),
      body: html`<section class="card" aria-labelledby="todo">
<h2 id="todo">${say("received.todo")}</h2>
<ol class="steps">${steps}</ol>
</section>
<section aria-labelledby="no-mail">
<h2 id="no-mail">${say("received.noMail")}</h2>
<p>${say("received.noMailText")}</p>
<p><a href="${addresses.campaign(locale, campaign.slug)}#sign">${say("received.backToForm")}</a></p>
</section>
${receiptCard(book, receipt)}`,
    }),
  });
}
