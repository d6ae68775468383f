import { html } from "hono/html";
import { addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";

/** The button that mails fresh links to the address that signed: an older link may be in anybody's hands. */
export function freshLinkCard(
  { say, locale }: Phrasebook,
  purpose: "confirm" | "withdraw" | "preferences",
  token: string,
): Html {
  return html`<section class="card" aria-labelledby="fresh">
<h2 id="fresh">${say("fresh.title")}</h2>
<p>${say("fresh.text")}</p>
<form method="post" action="${addresses.fresh(locale, purpose, token)}">
<button class="button" type="submit">${say("fresh.button")}</button></form>
</section>`;
}
