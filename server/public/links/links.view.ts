import { html } from "hono/html";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { SignProblem } from "#campaigns/signing/intake/check-answers.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { nameOf, textsOf } from "../campaign/own-texts.ts";
import { problemText } from "../campaign/problem-text.ts";
import { troubleSummary, troubleTitle } from "../campaign/trouble.view.ts";

/** Which campaign somebody wants links for. */
export function chooseLinksPage(book: Phrasebook, campaigns: Campaign[]): string {
  const { say, locale } = book;
  return renderPage(book, {
    title: say("links.title"),
    description: say("links.lead"),
    addressIn: (other) => addresses.links(other),
    main: single({
      title: say("links.title"),
      lead: say("links.lead"),
      body: html`<section class="card" aria-labelledby="choose">
<h2 id="choose">${say("links.choose")}</h2>
<ul class="choices">${campaigns.map(
        (
          campaign,
        ) => html`<li><a href="${addresses.links(locale, campaign.slug)}">${textsOf(book, campaign).name}</a></li>
`,
      )}</ul>
</section>`,
    }),
  });
}

/** The form that asks for links: new, or sent with an invalid address. */
export function linksPage(
  book: Phrasebook,
  campaign: Campaign,
  sent?: { email: string; problems: SignProblem[] },
): string {
  const { say, locale } = book;
  const trouble = sent && ({ kind: "refused", problems: sent.problems } as const);
  return renderPage(book, {
    title: trouble ? say("site.error", { title: troubleTitle(book, trouble) }) : say("links.title"),
    description: say("links.lead"),
    addressIn: (other) => addresses.links(other, campaign.slug),
    campaign: dressOf(campaign),
    main: single({
      name: nameOf(book, campaign),
      title: say("links.title"),
      lead: say("links.lead"),
      body: html`<section class="card" id="sign" aria-label="${say("links.title")}">
${trouble && troubleSummary(book, trouble)}
<form method="post" action="${addresses.links(locale, campaign.slug)}" novalidate>
${emailField(book, sent)}
<button class="button" type="submit">${say("links.button")}</button>
</form>
</section>`,
    }),
  });
}

function emailField(book: Phrasebook, sent: { email: string; problems: SignProblem[] } | undefined): Html {
  const problem = sent?.problems.find(({ field }) => field === "email");
  const marks = problem ? html` aria-invalid="true" aria-describedby="email-error"` : "";
  return html`<div class="field${problem ? " wrong" : ""}">
<label for="email">${book.say("form.email")}</label>
${problem && html`<p class="error" id="email-error">${problemText(book, problem)}</p>`}
<input id="email" name="email" type="email" autocomplete="email" required spellcheck="false" dir="ltr" value="${
    sent?.email ?? ""
  }"${marks}>
</div>`;
}

/** After the form: the same whether the address has signed or not. */
export function linksSentPage(book: Phrasebook, campaign: Campaign): string {
  const { say, locale } = book;
  return renderPage(book, {
    title: say("links.sent.title"),
    description: say("links.sent.title"),
    addressIn: (other) => addresses.linksSent(other, campaign.slug),
    campaign: dressOf(campaign),
    main: single({
      name: nameOf(book, campaign),
      title: say("links.sent.title"),
      body: html`<section class="card"><p>${say("links.sent.text")}</p>
<p><a href="${addresses.campaign(locale, campaign.slug)}">${say("site.back")}</a></p></section>`,
    }),
  });
}
