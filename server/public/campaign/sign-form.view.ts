import { html, raw } from "hono/html";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { lifeOf } from "#campaigns/petitions/petition-life.ts";
import { languageOf } from "#campaigns/platform/languages/languages.ts";
import { addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { closes } from "./closing.view.ts";
import { consents, unnamedBox } from "./consent.view.ts";
import { doubtBox } from "./doubt.view.ts";
import { countryField, textField } from "./fields.view.ts";
import { otherPetitionHint, otherPetitionOffer, petitionClosedNote } from "./other-petition.view.ts";
import type { FormTrouble, SignFormState } from "./sign-form.ts";
import { troubleSummary } from "./trouble.view.ts";
import { signedWords } from "./words.view.ts";

/** The card with the form. */
export function signForm(book: Phrasebook, state: SignFormState): Html {
  const { campaign, petition, answers, trouble } = state;
  const { say } = book;
  const fields = { answers, problems: trouble?.kind === "refused" ? trouble.problems : [] };
  return html`<section class="sign" id="sign" aria-labelledby="sign-title">
<div class="card">
<h2 id="sign-title">${say("form.title")}</h2>
${trouble && aboveForm(book, state, trouble)}
<form id="sign-form" method="post" action="${addresses.sign(book.locale, campaign.slug)}" novalidate>
<input type="hidden" name="petition" value="${petition.id}">
<input type="hidden" name="offered" value="${trouble?.kind === "other-petition" ? trouble.own.id : answers.offered}">
${
  answers.source !== "" && html`<input type="hidden" name="source" value="${answers.source}">`
}${trouble?.kind === "doubt" && raw('<input type="hidden" name="asked" value="yes">')}
${textField(book, fields, "name", raw('autocomplete="name" dir="auto" required'))}
${textField(book, fields, "email", raw('type="email" autocomplete="email" dir="ltr" required'))}
${countryField(book, fields)}
${otherPetitionHint(book, state)}
${campaign.asksPostcode && textField(book, fields, "postcode", raw('autocomplete="postal-code" dir="auto"'))}
${trap(book)}
<fieldset>
<legend>${say("form.optional")}</legend>
${consents(book, campaign, petition, answers)}${campaign.verification === "none" && unnamedBox(book, answers.unnamed)}
</fieldset>
<details class="wording"><summary>${say("form.readWords")}</summary>${signedWords(book, campaign, petition)}</details>
<div class="go"><button class="button" type="submit">${say("form.submit")}</button></div>
<p class="small">${say(campaign.verification === "email" ? "form.afterEmail" : "form.afterNone")} ${book.fill(
    "form.privacy",
    { privacy: html`<a href="${addresses.about(book.locale, "privacy")}">${say("about.privacy.title")}</a>` },
  )}</p>
${closes(book, lifeOf(campaign, petition))}
${inOtherLanguages(book, campaign, petition)}
</form>
</div>
</section>`;
}

function aboveForm(book: Phrasebook, state: SignFormState, trouble: FormTrouble): Html {
  if (trouble.kind === "doubt") return doubtBox(book, state, trouble.doubts);
  if (trouble.kind === "petition-closed") return petitionClosedNote(book, state.campaign, trouble.closed);
  return trouble.kind === "other-petition"
    ? otherPetitionOffer(book, state, trouble.own)
    : troubleSummary(book, trouble);
}

/** The form in another language with what is filled in; with a script the links of the menu do the same. */
function inOtherLanguages(book: Phrasebook, { slug, languages }: Campaign, petition: Petition): Html {
  const others = languages.filter((code) => code !== book.locale).map(languageOf);
  return html`<noscript><p class="small">${book.say("form.otherLanguage")}</p><p class="tongues-here">${others.map(
    ({ code, intl, name }) =>
      html`<button name="turn" value="${petition.id}"
formaction="${addresses.sign(code, slug)}" lang="${intl}">${name}</button>
`,
  )}</p></noscript>`;
}

/** Invisible to people and not filled in by browsers; programs that fill in every field do. */
function trap(book: Phrasebook): Html {
  return html`<div class="aside" aria-hidden="true">
<label for="comment">${book.say("form.trap")}</label><input
id="comment" name="comment" tabindex="-1" autocomplete="off"></div>`;
}
