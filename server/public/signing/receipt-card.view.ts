import { html } from "hono/html";
import { addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { qrCode } from "../../page/qr.view.ts";
import { spellReceipt } from "../receipt/spell-receipt.ts";

/** A receipt to keep: in groups to read out, to copy, as a link to its status, as a code for another device. */
export function receiptCard(book: Phrasebook, receipt: string, publicUrl: string): Html {
  const { say } = book;
  const address = addresses.receipt(book.locale, receipt);
  return html`<section class="card receipt" aria-labelledby="receipt">
<h2 id="receipt">${say("thanks.receipt")}</h2>
${spelledReceipt(book, receipt)}
<p>${say("thanks.receiptText")}</p>
<p><a class="button quiet" href="${address}">${say("receipt.checkMine")}</a></p>
<details class="change"><summary>${say("thanks.receiptCode")}</summary>
<figure class="code">${qrCode(publicUrl + address, say("thanks.receiptCodeLabel"))}</figure></details>
</section>`;
}

/** A receipt in groups, with a button to copy it where the browser supports that. */
export function spelledReceipt({ say }: Phrasebook, receipt: string): Html {
  const groups = spellReceipt(receipt)
    .split(" ")
    .map((group, index) => html`${index > 0 && " "}<span>${group}</span>`);
  return html`<p class="groups"><code id="spelled" dir="ltr">${groups}</code></p>
<p hidden data-copying><button class="button quiet" type="button" data-copy="spelled"
data-done="${say("thanks.copied")}">${say("thanks.copy")}</button></p>`;
}
