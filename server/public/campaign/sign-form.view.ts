import { html, raw } from "hono/html";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import type { SignProblem } from "#campaigns/signing/intake/check-answers.ts";
import { countryNames, isCountry } from "#campaigns/texts/countries.ts";
import { withoutPostcodes } from "#campaigns/texts/postcode-use.ts";
import { addresses } from "../../page/addresses.ts";
import { type Html, toText } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { consents } from "./consent.view.ts";
import { problemText } from "./problem-text.ts";
import type { FormAnswers, FormTrouble } from "./sign-form.ts";
import { troubleSummary } from "./trouble.view.ts";
import { signedWords } from "./words.view.ts";

/** A form to sign one petition: untouched, or as it was sent with what is the matter. */
export type SignFormState = {
  campaign: Campaign;
  petition: Petition;
  answers: FormAnswers;
  trouble?: FormTrouble;
};

/** The card with the form. */
export function signForm(book: Phrasebook, state: SignFormState): Html {
  const { campaign, petition, answers, trouble } = state;
  const { say } = book;
  return html`<section class="sign" id="sign" aria-labelledby="sign-title">
<div class="card">
<h2 id="sign-title">${say("form.title")}</h2>
${trouble && troubleSummary(book, trouble)}
<form method="post" action="${addresses.sign(book.locale, campaign.slug)}" novalidate>
<input type="hidden" name="petition" value="${petition.id}">
${answers.source !== "" && html`<input type="hidden" name="source" value="${answers.source}">`}
${textField(book, state, "name", raw('autocomplete="name" dir="auto" required'))}
${textField(book, state, "email", raw('type="email" autocomplete="email" dir="ltr" required'))}
${countryField(book, state)}
${campaign.asksPostcode && textField(book, state, "postcode", raw('autocomplete="postal-code" dir="auto"'))}
${trap(book)}
<fieldset>
<legend>${say("form.optional")}</legend>
${consents(book, campaign, petition, answers)}
</fieldset>
<details class="wording"><summary>${say("form.readWords")}</summary>${signedWords(book, petition)}</details>
<button class="button" type="submit">${say("form.submit")}</button>
<p class="small">${say(campaign.verification === "email" ? "form.afterEmail" : "form.afterNone")} ${book.fill("form.privacy", { privacy: html`<a href="${addresses.about(book.locale, "privacy")}">${say("about.privacy.title")}</a>` })}</p>
</form>
</div>
</section>`;
}

function problemOf({ trouble }: SignFormState, field: SignProblem["field"]): SignProblem | undefined {
  return trouble?.kind === "refused"
    ? trouble.problems.find((problem) => problem.field === field)
    : undefined;
}

function field(
  book: Phrasebook,
  state: SignFormState,
  name: "name" | "email" | "country" | "postcode",
  control: (marks: Html) => Html,
): Html {
  const noPostcode = name === "postcode" && html` data-no-postcode="${withoutPostcodes.join(" ")}"`;
  const problem = problemOf(state, name);
  const marks = problem ? html` aria-invalid="true" aria-describedby="${name}-error"` : html``;
  return html`<div class="field${problem ? " wrong" : ""}"${noPostcode}>
<label for="${name}">${book.say(`form.${name}`)}</label>
${problem && html`<p class="error" id="${name}-error">${problemText(book, problem)}</p>`}
${control(marks)}
</div>`;
}

function textField(
  book: Phrasebook,
  state: SignFormState,
  name: "name" | "email" | "postcode",
  settings: Html,
): Html {
  const value = state.answers[name];
  return field(
    book,
    state,
    name,
    (marks) =>
      html`<input id="${name}" name="${name}" ${settings} spellcheck="false"${value === "" ? "" : html` value="${value}"`}${marks}>`,
  );
}

function countryField(book: Phrasebook, state: SignFormState): Html {
  return field(
    book,
    state,
    "country",
    (marks) =>
      html`<span class="choice"><select id="country" name="country" autocomplete="country" required${marks}><option value="">${book.say("form.chooseCountry")}</option>${countryOptions(book, state.answers.country)}</select></span>`,
  );
}

const optionsByLocale = new Map<Locale, string>();

/** 250 of them, so they are drawn once a language; the end tags and quotes that HTML lets one leave out would weigh 2.5 KB. */
function countryOptions({ locale }: Phrasebook, chosen: string): Html {
  const options =
    optionsByLocale.get(locale) ??
    toText(html`${countryNames(locale).map(({ code, name }) => html`<option value=${code}>${name}`)}`);
  optionsByLocale.set(locale, options);
  return raw(isCountry(chosen) ? options.replace(`value=${chosen}>`, `value=${chosen} selected>`) : options);
}

/** People do not see it and browsers do not fill it; programs that fill in every field do. */
function trap(book: Phrasebook): Html {
  return html`<div class="aside" aria-hidden="true"><label for="comment">${book.say("form.trap")}</label><input id="comment" name="comment" tabindex="-1" autocomplete="off"></div>`;
}
