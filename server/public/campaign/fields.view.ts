import { html, raw } from "hono/html";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import type { SignProblem } from "#campaigns/signing/intake/check-answers.ts";
import { countryNames, isCountry } from "#campaigns/texts/countries.ts";
import { withoutPostcodes } from "#campaigns/texts/postcode-use.ts";
import { type Html, toText } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { problemText } from "./problem-text.ts";

/** What the fields of a form show: the answers, and what is the matter with them. */
export type FieldState = {
  answers: { name: string; email?: string; country: string; postcode: string };
  problems: readonly SignProblem[];
};

function field(
  book: Phrasebook,
  state: FieldState,
  name: "name" | "email" | "country" | "postcode",
  control: (marks: Html) => Html,
): Html {
  const noPostcode = name === "postcode" && html` data-no-postcode="${withoutPostcodes.join(" ")}"`;
  const problem = state.problems.find((each) => each.field === name);
  const marks = problem ? html` aria-invalid="true" aria-describedby="${name}-error"` : html``;
  return html`<div class="field${problem ? " wrong" : ""}"${noPostcode}>
<label for="${name}">${book.say(`form.${name}`)}</label>
${problem && html`<p class="error" id="${name}-error">${problemText(book, problem)}</p>`}
${control(marks)}
</div>`;
}

/** A field for a text, with what is wrong about its answer. */
export function textField(
  book: Phrasebook,
  state: FieldState,
  name: "name" | "email" | "postcode",
  settings: Html,
): Html {
  const value = state.answers[name] ?? "";
  return field(
    book,
    state,
    name,
    (marks) =>
      html`<input id="${name}" name="${name}" ${settings} spellcheck="false"${
        value === "" ? "" : html` value="${value}"`
      }${marks}>`,
  );
}

/** The field for a country, one of all. */
export function countryField(book: Phrasebook, state: FieldState): Html {
  return field(
    book,
    state,
    "country",
    (marks) =>
      html`<span class="choice"><select id="country" name="country" autocomplete="country" required${marks}>
<option value="">${book.say("form.chooseCountry")}</option>${countryOptions(
        book,
        state.answers.country,
      )}</select></span>`,
  );
}

const optionsByLocale = new Map<Locale, string>();

/**
 * 250 of them, so they are drawn once a language; the end tags and quotes that HTML lets one leave out would weigh 2.5
 * KB.
 */
function countryOptions({ locale }: Phrasebook, chosen: string): Html {
  const options =
    optionsByLocale.get(locale) ??
    toText(html`${countryNames(locale).map(({ code, name }) => html`<option value=${code}>${name}`)}`);
  optionsByLocale.set(locale, options);
  return raw(isCountry(chosen) ? options.replace(`value=${chosen}>`, `value=${chosen} selected>`) : options);
}
