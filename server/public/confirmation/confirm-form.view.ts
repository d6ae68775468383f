import { html, raw } from "hono/html";
import { isPetitionOpen } from "#campaigns/petitions/petition-life.ts";
import { countryNames } from "#campaigns/texts/countries.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { formScripts } from "../campaign/campaign.view.ts";
import { consents, unnamedBox } from "../campaign/consent.view.ts";
import { countryField, textField } from "../campaign/fields.view.ts";
import { nameOf } from "../campaign/own-texts.ts";
import { troubleBox, troubleSummary, troubleTitle } from "../campaign/trouble.view.ts";
import { addressee, versionWords } from "../campaign/words.view.ts";
import type { ConfirmFormState } from "./confirm-form.ts";

/** What will count, to read and correct, and the button that makes it count; below, the words and a way out. */
export function confirmPage(book: Phrasebook, state: ConfirmFormState, now: Date): string {
  const { campaign, petition, token, trouble } = state;
  const { say } = book;
  const title = say("confirm.title");
  return renderPage(book, {
    title: trouble ? say("site.error", { title: titleOf(book, trouble) }) : title,
    description: say("confirm.lead"),
    addressIn: (other) => addresses.mailed(other, "confirm", token),
    campaign: dressOf(campaign),
    formId: "sign",
    scripts: formScripts(campaign),
    main: html`<div class="confirming">${single({
      name: nameOf(book, campaign),
      title,
      lead: addressee(book, campaign, petition),
      body: html`${card(book, state, now)}
${words(book, state)}
${notYou(book, state)}`,
    })}</div>`,
  });
}

function card(book: Phrasebook, state: ConfirmFormState, now: Date): Html {
  const { say, locale } = book;
  const { campaign, petition, token, entry, answers, ticks, asked, trouble } = state;
  return html`<section class="card" id="sign" aria-label="${say("confirm.title")}">
${trouble && summary(book, trouble)}
<form method="post" action="${addresses.mailed(locale, "confirm", token)}" novalidate>
<input type="hidden" name="entry" value="${entry}"><input type="hidden" name="campaign"
value="${campaign.slug}"><input type="hidden" name="petition" value="${petition.id}">
${who(book, answers)}
${unnamedBox(book, ticks.unnamed)}
<details class="change"${trouble?.kind === "refused" ? raw(" open") : ""}><summary>${say("confirm.change")}</summary>
${fields(book, state)}</details>
<fieldset><legend>${say("form.optional")}</legend>
${consents(book, campaign, petition, ticks, asked)}</fieldset>
${closing(book, state, now)}
<p class="go"><button class="button" type="submit">${say("confirm.button")}</button></p>
</form>
${others(book, state)}
</section>`;
}

/** Whose signature it is, as it will stand on the roll. */
export function who(book: Phrasebook, { name, country, postcode }: ConfirmFormState["answers"]): Html {
  const countryName = countryNames(book.locale).find(({ code }) => code === country)?.name ?? country;
  return html`<p class="who"><strong><bdi>${name}</bdi></strong> <span>${countryName}</span>${
    postcode && html` <bdi>${postcode}</bdi>`
  }</p>`;
}

function fields(book: Phrasebook, { campaign, answers, trouble }: ConfirmFormState): Html {
  const state = { answers, problems: trouble?.kind === "refused" ? trouble.problems : [] };
  return html`${textField(book, state, "name", raw('autocomplete="name" dir="auto" required'))}
${countryField(book, state)}
${campaign.asksPostcode && textField(book, state, "postcode", raw('autocomplete="postal-code" dir="auto"'))}`;
}

type Trouble = NonNullable<ConfirmFormState["trouble"]>;

function titleOf(book: Phrasebook, trouble: Trouble): string {
  return trouble.kind === "refused" ? troubleTitle(book, trouble) : book.say(`confirm.${trouble.kind}.title`);
}

function summary(book: Phrasebook, trouble: Trouble): Html {
  if (trouble.kind === "refused") return troubleSummary(book, trouble);
  return troubleBox(titleOf(book, trouble), html`<p>${book.say(`confirm.${trouble.kind}.text`)}</p>`);
}

/** A signature given before the close can be confirmed after it. */
function closing(
  book: Phrasebook,
  { campaign, petition, until }: ConfirmFormState,
  now: Date,
): Html | string {
  if (isPetitionOpen(campaign, petition, now) || !until) return "";
  const moment = html`<time datetime="${until.toISOString()}">${book.moment(until)}</time> (UTC)`;
  return html`<p class="small">${book.fill("confirm.closed", { until: moment })}</p>`;
}

function others(book: Phrasebook, { token, others: count }: ConfirmFormState): Html | string {
  if (count === 0) return "";
  const all = `${addresses.mailed(book.locale, "confirm", token)}?entry=all`;
  return html`<p class="small others"><a href="${all}">${book.count("confirm.others", count)}</a></p>`;
}

function words(book: Phrasebook, { signed }: ConfirmFormState): Html | string {
  if (!signed) return "";
  return html`<details class="wording apart"><summary>${book.say("confirm.words")}</summary>${versionWords(
    book,
    signed.version,
    signed.locale,
  )}</details>`;
}

function notYou(book: Phrasebook, { token, entry }: ConfirmFormState): Html {
  const { say, locale } = book;
  return html`<section aria-labelledby="not-you">
<h2 id="not-you">${say("confirm.notYou")}</h2>
<p>${say("confirm.notYouText")}</p>
<form method="post" action="${addresses.erase(locale, token)}"><input type="hidden" name="entry"
value="${entry}"><button class="button quiet" type="submit">${say("confirm.erase")}</button></form>
</section>`;
}
