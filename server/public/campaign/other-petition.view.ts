import { html } from "hono/html";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { isPetitionOpen } from "#campaigns/petitions/petition-life.ts";
import { addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import type { FormAnswers, SignFormState } from "./sign-form.ts";
import { troubleBox } from "./trouble.view.ts";
import { addressee } from "./words.view.ts";

/** What stands in the form beside the country when that has another petition; `web/form.js` shows the right one. */
export function otherPetitionHint(
  book: Phrasebook,
  { campaign, petition: current, now }: Pick<SignFormState, "campaign" | "petition" | "now">,
): Html | undefined {
  const others = campaign.petitions.filter(
    (petition) => petition.id !== current.id && isPetitionOpen(campaign, petition, now),
  );
  if (others.length === 0) return undefined;
  const offices = others.map(
    (other) =>
      html`<p hidden data-petition="${other.id}" data-country="${
        other.country ?? ""
      }">${addressee(book, campaign, other)}</p>
`,
  );
  return html`<div class="offer" role="status" data-own="${current.country ?? ""}"><div hidden>
<p><strong>${book.say("form.offer.title")}</strong></p>
${offices}<button class="button quiet" type="button">${book.say("form.offer.see")}</button>
</div></div>`;
}

/** The other petition above a form that was sent for this one: its own form carries what was filled in. */
export function otherPetitionOffer(
  book: Phrasebook,
  { campaign, petition, answers }: { campaign: Campaign; petition: Petition; answers: FormAnswers },
  own: Petition,
): Html {
  const { say, locale } = book;
  const { updates, secretariat, unnamed, ...written } = answers;
  const sent = {
    ...written,
    petition: petition.id,
    turn: own.id,
    ...(updates && { "consent.updates": "yes" }),
    ...(secretariat && { "consent.secretariat": "yes" }),
    ...(unnamed && { "consent.unnamed": "yes" }),
  };
  return html`<div class="problems offered" id="problems" role="alert" tabindex="-1"
autofocus aria-labelledby="problems-title">
<h2 id="problems-title">${say("form.offer.title")}</h2>
<p>${addressee(book, campaign, own)}</p>
<p>${say("form.offer.text", { button: say("form.submit") })}</p>
<form method="post" action="${addresses.sign(locale, campaign.slug)}">${Object.entries(sent).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button class="button" type="submit">${say("form.offer.see")}</button></form>
</div>`;
}

/** Above the form of a petition that is open: the one she was about to sign has closed, and nothing is signed yet. */
export function petitionClosedNote(book: Phrasebook, campaign: Campaign, closed: Petition): Html {
  return troubleBox(
    book.say("form.petitionClosed.title"),
    html`<p>${addressee(book, campaign, closed)}</p>
<p>${book.say("form.petitionClosed.text", { button: book.say("form.submit") })}</p>`,
  );
}
