import { html } from "hono/html";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { textLocale } from "#campaigns/petitions/text-locale.ts";
import type { ReceiptStatus } from "#campaigns/signing/receipts/read-receipt.ts";
import { addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { textsOf } from "../campaign/own-texts.ts";
import { spelledReceipt } from "../signing/receipt-card.view.ts";

/** A receipt that was typed and is invalid. */
export type ReceiptProblem = { typed: string; kind: "missing" | "unknown" };

/** What a receipt says. */
export type ReceiptView = {
  receipt: string;
  status: ReceiptStatus;
  /** The mail that asks for the confirmation bounced. */
  returned?: true | undefined;
  at: Date;
  campaign: Campaign;
  petition: string;
};

/** The form to check a receipt, with what is wrong with the one that was sent. */
export function receiptFormPage(book: Phrasebook, problem?: ReceiptProblem): string {
  const { say } = book;
  const title = say("receipt.title");
  return renderPage(book, {
    title: problem ? say("site.error", { title: say(`receipt.${problem.kind}`) }) : title,
    description: say("receipt.lead"),
    addressIn: (other) => addresses.receipt(other),
    main: single({
      title,
      lead: say("receipt.lead"),
      body: html`<section class="card" aria-label="${title}">${receiptForm(book, problem)}</section>`,
    }),
  });
}

function receiptForm({ say, locale }: Phrasebook, problem?: ReceiptProblem): Html {
  const marks = problem ? html` aria-invalid="true" aria-describedby="receipt-error" autofocus` : "";
  return html`<form method="post" action="${addresses.receipt(locale)}" novalidate>
<div class="field${problem ? " wrong" : ""}">
<label for="receipt">${say("receipt.label")}</label>
${problem && html`<p class="error" id="receipt-error" role="alert">${say(`receipt.${problem.kind}`)}</p>`}
<input id="receipt" name="receipt" autocomplete="off"
autocapitalize="off" required spellcheck="false" dir="ltr" value="${problem?.typed ?? ""}"${marks}>
</div>
<button class="button" type="submit">${say("receipt.button")}</button>
</form>`;
}

/** What became of the signature that a receipt stands for. */
export function receiptPage(book: Phrasebook, view: ReceiptView): string {
  const { say, locale } = book;
  const { campaign, petition, receipt, status, at } = view;
  const key = view.returned ? "receipt.returned" : `receipt.status.${status}`;
  const texts = textsOf(book, campaign);
  const signed = campaign.petitions.find(({ id }) => id === petition);
  const target = signed?.target[textLocale(campaign, locale)];
  return renderPage(book, {
    title: say(`${key}.title`),
    description: say("receipt.lead"),
    addressIn: (other) => addresses.receipt(other, receipt),
    scripts: ["copy.js"],
    main: single({
      name: say("receipt.title"),
      title: say(`${key}.title`),
      lead: say(`${key}.text`),
      body: html`<section class="card receipt" aria-labelledby="label">
<h2 id="label">${say("receipt.label")}</h2>
${spelledReceipt(book, receipt)}
<dl class="rows">
<div><dt>${say("receipt.campaign")}</dt><dd><a href="${addresses.campaign(
        locale,
        campaign.slug,
        signed?.country,
      )}"><span${texts.speech}>${texts.name}</span></a></dd></div>
${target && html`<div><dt>${say("receipt.petition")}</dt><dd${texts.speech}>${target}</dd></div>`}
<div><dt>${say("receipt.at")}</dt><dd><time datetime="${at.toISOString()}">${book.moment(at)}</time> (UTC)</dd></div>
</dl>
</section>
<p class="after"><a href="${addresses.receipt(locale)}">${say("receipt.again")}</a></p>`,
    }),
  });
}
