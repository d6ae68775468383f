import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import { reaches } from "#campaigns/access/reach.ts";
import { secretariat } from "#campaigns/access/secretariat.ts";
import type { Organisation } from "#campaigns/organisations/organisation.ts";
import { countryNames } from "#campaigns/texts/countries.ts";
import { addresses } from "#server/page/addresses.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import { askOnce } from "../frame/ask-once.view.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { errorSummary } from "../frame/fields.view.ts";
import { isAllowed } from "../policies.ts";
import { type OrganisationForm, organisationFields } from "./organisation-form.view.ts";

/** The network's list, with links to edit those within the account's reach. */
export function organisationsPage(
  book: ConsoleBook,
  shown: { account: Account; organisations: readonly Organisation[]; notice?: string | undefined },
): string {
  const { account, organisations } = shown;
  const say = (key: string) => book.say(`organisations.${key}`);
  const columns = ["name", "kind", "countries", "state"] as const;
  return consolePage(book, {
    title: say("title"),
    section: "organisations",
    account,
    notice: shown.notice,
    main: html`<div class="head"><h1>${say("title")}</h1>
<p class="tools"><a href="${addresses.network(book.locale)}">${say("public")}</a>${
      isAllowed(account, "organisations.manage") &&
      html`<a class="button" href="${consoleUrls.organisations}/new">${say("add")}</a>`
    }</p></div>
<p class="soft">${say("lead")}</p>
<table class="table stacks">
<thead><tr>${columns.map(
      (column) => html`<th scope="col">${say(column)}</th>`,
    )}<th scope="col"><span class="unseen">${say("edit")}</span></th></tr></thead>
<tbody>
${organisations.map((organisation) => row(book, account, organisation))}</tbody>
</table>`,
  });
}

function row(book: ConsoleBook, account: Account, organisation: Organisation): Html {
  const say = (key: string) => book.say(`organisations.${key}`);
  const { slug, name, kind, countries, endedAt } = organisation;
  const names = new Map(countryNames(book.locale).map((country) => [country.code, country.name]));
  const mayEdit = isAllowed(account, "organisations.edit") && reaches(account, slug);
  const state = endedAt ? book.say("organisations.left", { day: book.day(endedAt) }) : say("part");
  return html`<tr>
<th scope="row"><a href="${addresses.organisation(book.locale, slug)}"><bdi>${name}</bdi></a></th>
<td data-name="${say("kind")}">${say(`kinds.${kind}`)}</td>
<td data-name="${say("countries")}">${book.list(countries.map((code) => names.get(code) ?? code))}</td>
<td data-name="${say("state")}">${state}</td>
<td>${
    mayEdit &&
    html`<a href="${consoleUrls.organisations}/${slug}" aria-label="${say("edit")}: ${name}">${say("edit")}</a>`
  }</td>
</tr>
`;
}

/** The form to add or edit an organisation, with what is wrong or what somebody else changed in the meantime. */
export function organisationFormPage(
  book: ConsoleBook,
  form: OrganisationForm & { edited?: Organisation; notice?: string | undefined },
): string {
  const { account, edited, errors, stored } = form;
  const say = (key: string) => book.say(`organisations.${key}`);
  const title = edited?.name ?? say("add");
  return consolePage(book, {
    title: Object.keys(errors).length > 0 ? book.count("frame.errors", Object.keys(errors).length) : title,
    section: "organisations",
    account,
    notice: form.notice,
    main: html`<div class="head"><div><p class="crumbs">
<a href="${consoleUrls.organisations}">${say("title")}</a></p><h1><bdi>${title}</bdi></h1></div>
${
  edited &&
  html`<p class="tools"><a href="${addresses.organisation(
    book.locale,
    edited.slug,
  )}">${say("public")}</a></p>`
}</div>
${
  Object.keys(stored).length > 0 &&
  html`<section class="trouble" role="alert" aria-labelledby="changed">
<h2 id="changed">${say("changed.title")}</h2><p>${say("changed.text")}</p></section>`
}
${errorSummary(book, errors)}
<form class="form" method="post" action="${
      edited ? `${consoleUrls.organisations}/${edited.slug}` : consoleUrls.organisations
    }" novalidate>
${edited && html`<input type="hidden" name="version" value="${form.values.version ?? ""}">`}
${organisationFields(book, form)}
<div class="actions"><button class="main" type="submit">${say(edited ? "form.save" : "addButton")}</button></div>
</form>
${edited && isAllowed(account, "organisations.manage") && edited.slug !== secretariat && ending(book, edited)}`,
  });
}

function ending(book: ConsoleBook, { slug, endedAt }: Organisation): Html {
  const act = endedAt ? "return" : "end";
  const say = (key: string) => book.say(`organisations.${act}.${key}`);
  const form = html`<form method="post" action="${consoleUrls.organisations}/${slug}/${act}">
<button type="submit">${say("button")}</button></form>`;
  // What ends something says first what will follow.
  const acts = endedAt
    ? html`<p>${say("text")}</p>${form}`
    : askOnce({ label: say("button"), follows: say("text"), act: form });
  return html`<section aria-labelledby="ending"><h2 id="ending">${say("title")}</h2>
${acts}</section>`;
}
