import { html } from "hono/html";
import { addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";

/** A receipt to keep, and a link to its status. */
export function receiptCard(book: Phrasebook, receipt: string): Html {
  return html`<section class="card receipt" aria-labelledby="receipt">
<h2 id="receipt">${book.say("thanks.receipt")}</h2>
<code dir="ltr">${receipt}</code>
<p>${book.say("thanks.receiptText")}</p>
<p><a class="button quiet" href="${addresses.receipt(book.locale, receipt)}">${book.say("receipt.checkMine")}</a></p>
</section>`;
}
