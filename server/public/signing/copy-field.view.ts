import { html } from "hono/html";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";

/** A link to copy, with a button where the browser supports it. */
export function copyField({ say }: Phrasebook, address: string): Html {
  return html`<div class="field copy">
<label for="link">${say("thanks.link")}</label>
<div class="beside"><input id="link" dir="ltr" readonly value="${address}"><button class="button quiet"
type="button" hidden data-copy="link" data-done="${say("thanks.copied")}">${say("thanks.copy")}</button></div>
</div>`;
}
