import { html } from "hono/html";
import { addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import type { Doubt, SignFormState } from "./sign-form.ts";
import { troubleBox } from "./trouble.view.ts";

/**
 * "Did you mean ...?" above a form that was sent: a button signs with what was probably meant, and the form's own
 * button with what was typed. A form of its own, because Enter in a field presses the first button of its form.
 */
export function doubtBox(
  book: Phrasebook,
  { campaign, petition, answers }: SignFormState,
  doubts: Doubt[],
): Html {
  const { say, locale } = book;
  const meant = Object.fromEntries(doubts.map((doubt) => [doubt.field, doubt.meant]));
  const { updates, secretariat, unnamed, ...texts } = { ...answers, ...meant };
  const fields = Object.entries({
    petition: petition.id,
    ...texts,
    "consent.updates": updates ? "yes" : "",
    "consent.secretariat": secretariat ? "yes" : "",
    "consent.unnamed": unnamed ? "yes" : "",
    asked: "yes",
  }).filter(([, value]) => value !== "");
  return troubleBox(
    say("trouble.doubt.title"),
    html`${doubts.map((doubt) => question(book, doubt))}
<form method="post" action="${addresses.sign(locale, campaign.slug)}">${fields.map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
    )}<button class="button" type="submit">${say("trouble.doubt.yes")}</button></form>
<p>${say("trouble.doubt.no", { button: say("form.submit") })}</p>`,
  );
}

function question(book: Phrasebook, { field, typed, meant }: Doubt): Html {
  const direction = field === "email" ? "ltr" : "auto";
  const shown = (text: string) => html`<strong><bdi dir="${direction}">${text}</bdi></strong>`;
  return html`<p>${book.fill(`trouble.doubt.${field}`, { typed: shown(typed), meant: shown(meant) })}</p>`;
}
