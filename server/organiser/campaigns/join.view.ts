import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { PetitionWish } from "#campaigns/petitions/drafts/petition-wish.model.ts";
import { campaignName } from "#campaigns/petitions/text-locale.ts";
import { countryNames } from "#campaigns/texts/countries.ts";
import { addresses } from "#server/page/addresses.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import { askOnce } from "../frame/ask-once.view.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { choiceField, errorSummary, type FieldErrors, field } from "../frame/fields.view.ts";
import { isAllowed } from "../policies.ts";

type View = {
  campaign: Campaign;
  /** Name of the account's organisation. */
  own: string;
  asked: PetitionWish | undefined;
  sent?: { country: string; note: string };
  errors?: FieldErrors;
};

/** A campaign of others, for an organisation that has no petition in it: how it gets one. */
export function joinPage(book: ConsoleBook, account: Account, view: View): string {
  const { say } = book;
  const { campaign, own, asked, errors } = view;
  const name = campaignName(campaign, book.locale);
  return consolePage(book, {
    title: name,
    section: "campaigns",
    account,
    main: html`<p class="crumbs"><a href="${consoleUrls.campaigns}">${say("campaigns.title")}</a></p>
<div class="head"><h1>${name}</h1><p class="tools"><a
href="${addresses.campaign(book.locale, campaign.slug)}">${say("campaigns.overview.seePage")}</a></p></div>
<p>${say("campaigns.join.none", { organisation: own })}</p>
${errors && errorSummary(book, errors)}
${asked ? waiting(book, campaign, asked) : isAllowed(account, "petitions.edit") ? askForm(book, view) : ""}`,
  });
}

function ownerOf({ organisation, organisationNames }: Campaign): string {
  return organisationNames[organisation] ?? organisation;
}

function waiting(book: ConsoleBook, campaign: Campaign, { country, at }: PetitionWish): Html {
  return html`<p class="notice">${book.say("campaigns.join.waits", {
    country: countryName(book, country),
    moment: book.moment(at),
    owner: ownerOf(campaign),
  })}</p>`;
}

function askForm(book: ConsoleBook, { campaign, sent, errors }: View): Html {
  const { say } = book;
  if (campaign.state !== "open") return html`<p class="soft">${say("campaigns.join.closed")}</p>`;
  const owner = ownerOf(campaign);
  const taken = new Set(campaign.petitions.map(({ country }) => country));
  const countries = countryNames(book.locale).filter(({ code }) => !taken.has(code));
  return html`<section aria-labelledby="h-join"><h2 id="h-join">${say("campaigns.join.title")}</h2>
<form class="form" method="post" action="${consoleUrls.join(campaign.slug)}">
<p class="hint">${say("campaigns.join.hint", { owner })}</p>
${choiceField({
  name: "country",
  label: say("campaigns.overview.country"),
  value: sent?.country,
  error: errors?.country,
  options: [{ value: "", label: "" }, ...countries.map(({ code, name }) => ({ value: code, label: name }))],
})}
${field({
  name: "note",
  label: say("campaigns.join.note"),
  value: sent?.note,
  rows: 3,
  maxLength: 500,
})}
<div class="actions"><button class="main" type="submit">${say("campaigns.join.button")}</button></div>
</form></section>`;
}

/** The petitions that others ask for, for those who run the campaign. */
export function wishesSection(
  book: ConsoleBook,
  slug: string,
  wishes: readonly PetitionWish[],
  names: ReadonlyMap<string, string>,
): Html {
  const { say } = book;
  return html`<section class="needs" aria-labelledby="h-wishes"><h2 id="h-wishes">${say("campaigns.join.wishes")}</h2>
${wishes.map(({ organisation, country, note, at }) => {
  const form = (act: string, kind: string, label: string) =>
    html`<form method="post" action="${consoleUrls.wishes(slug)}/${organisation}/${act}"><button
class="${kind}" type="submit">${label}</button></form>`;
  const decline = say("campaigns.join.decline");
  return html`<p><b>${say("campaigns.join.wish", {
    organisation: names.get(organisation) ?? organisation,
    country: countryName(book, country),
  })}</b> <span class="soft small">${book.moment(at)}</span></p>
${note !== "" && html`<p class="text" dir="auto">${note}</p>`}
<div class="actions">${form("agree", "main", say("campaigns.overview.addButton"))}</div>
${askOnce({
  label: decline,
  follows: say("campaigns.join.declineFollows"),
  act: form("decline", "grave", decline),
})}`;
})}</section>`;
}

function countryName(book: ConsoleBook, code: string): string {
  return countryNames(book.locale).find((country) => country.code === code)?.name ?? code;
}
