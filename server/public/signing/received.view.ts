import { html } from "hono/html";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import type { SignProblem } from "#campaigns/signing/intake/check-answers.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { nameOf } from "../campaign/own-texts.ts";
import { problemText } from "../campaign/problem-text.ts";
import { spamFolderOf } from "./spam-folders.ts";

/** "One more step", for somebody whose entry waits for its mailbox. */
export type ReceivedView = {
  campaign: Campaign;
  /** The petition that was signed. */
  petition: Petition;
  receipt: string;
  /** The address, for the browser that typed it. */
  email?: string | undefined;
  /** The address that was sent to take its place, and why it can't. */
  sent?: { email: string; problems: SignProblem[] };
};

/** "One more step": the signature is stored and waits for its mailbox. */
export function oneMoreStepPage(book: Phrasebook, view: ReceivedView): string {
  const { say, locale } = book;
  const { campaign, petition, receipt, email, sent } = view;
  const steps = (["follow", "press"] as const).map(
    (step) => html`<li><h3>${say(`received.${step}.title`, {
      button: say("confirm.button"),
    })}</h3><p>${say(`received.${step}.text`)}</p></li>
`,
  );
  return renderPage(book, {
    title: sent ? say("site.error", { title: say("received.title") }) : say("received.title"),
    description: say("received.lead"),
    addressIn: (other) => addresses.received(other, campaign.slug, receipt),
    campaign: dressOf(campaign),
    main: single({
      name: nameOf(book, campaign),
      title: say("received.title"),
      lead: say("received.lead"),
      body: html`<section class="card" aria-labelledby="todo">
<h2 id="todo">${say("received.todo")}</h2>
<ol class="steps"><li><h3>${say("received.open.title")}</h3>${openMailbox(book, email)}</li>
${steps}</ol>
${email && correction(book, view, email)}
</section>
<section aria-labelledby="no-mail">
<h2 id="no-mail">${say("received.noMail")}</h2>
${email && spamHint(book, email)}
<p>${say("received.noMailText")}</p>
<p><a href="${addresses.campaign(locale, campaign.slug, petition.country)}#sign">${say("received.backToForm")}</a></p>
</section>`,
    }),
  });
}

function openMailbox(book: Phrasebook, email: string | undefined): Html {
  if (!email) return html`<p>${book.say("received.open.text")}</p>`;
  const address = html`<strong class="address"><bdi dir="ltr">${email}</bdi></strong>`;
  return html`<p>${book.fill("received.open.textTo", { address })}</p>`;
}

function spamHint(book: Phrasebook, email: string): Html {
  const found = spamFolderOf(email, book.locale);
  if (!found) return html``;
  const folder = html`<bdi lang="${found.locale}">${found.folder}</bdi>`;
  return html`<p>${book.fill("received.spamFolder", {
    provider: html`<bdi lang="en">${found.provider}</bdi>`,
    folder,
  })}</p>`;
}

function correction(book: Phrasebook, { campaign, receipt, sent }: ReceivedView, email: string): Html {
  const { say, locale } = book;
  const problem = sent?.problems.find(({ field }) => field === "email") ?? sent?.problems[0];
  const marks = problem ? html` aria-invalid="true" aria-describedby="email-error" autofocus` : "";
  return html`<details class="change"${problem ? html` open` : ""}><summary>${say("received.wrong")}</summary>
<form method="post" action="${addresses.received(locale, campaign.slug, receipt)}" novalidate>
<div class="field${problem ? " wrong" : ""}">
<label for="email">${say("form.email")}</label>
${problem && html`<p class="error" id="email-error" role="alert">${problemText(book, problem)}</p>`}
<input id="email" name="email" type="email" autocomplete="email" required spellcheck="false" dir="ltr" value="${
    sent?.email ?? email
  }"${marks}>
</div>
<button class="button quiet" type="submit">${say("received.correct")}</button>
</form></details>`;
}
