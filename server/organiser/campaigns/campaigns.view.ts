import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { DraftState, Stage } from "#campaigns/petitions/drafts/draft-states.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { errorSummary, type FieldErrors, field } from "../frame/fields.view.ts";
import { languageField } from "../frame/language-field.view.ts";
import { isAllowed } from "../policies.ts";

/** A campaign on the list. */
export type ListedCampaign = {
  slug: string;
  name: string;
  stage: Stage;
  inWork: DraftState;
  organisation: string;
};

/** The list of campaigns that concern an account. */
export function campaignsPage(
  book: ConsoleBook,
  account: Account,
  {
    campaigns,
    toJoin,
  }: { campaigns: readonly ListedCampaign[]; toJoin: readonly { slug: string; name: string }[] },
): string {
  const { say } = book;
  const mayBegin = isAllowed(account, "petitions.edit");
  const title = say("campaigns.title");
  const rows = campaigns.map(
    ({ slug, name, stage, inWork, organisation }) => html`<tr>
<th scope="row"><a href="${consoleUrls.petitions(slug)}">${name}</a></th>
<td data-name="${say("campaigns.list.state")}"><span class="state">${say(`campaigns.stage.${stage}`)}</span>${
      inWork === "submitted" && html` <span class="need">${say("campaigns.draft.state.submitted")}</span>`
    }</td>
<td data-name="${say("campaigns.list.organisation")}">${organisation}</td>
</tr>
`,
  );
  const table = html`<table class="table stacks">
<thead><tr><th scope="col">${say("campaigns.list.campaign")}</th><th scope="col">${say("campaigns.list.state")}</th>
<th scope="col">${say("campaigns.list.organisation")}</th></tr></thead>
<tbody>${rows}</tbody></table>`;
  return consolePage(book, {
    title,
    section: "campaigns",
    account,
    main: html`<div class="head"><h1>${title}</h1>${
      mayBegin && html`<a class="button main" href="${consoleUrls.newCampaign}">${say("campaigns.new")}</a>`
    }</div>
${
  campaigns.length > 0
    ? table
    : html`<div class="empty"><p>${say("campaigns.none")}</p>${
        mayBegin && html`<p><a href="${consoleUrls.guide}">${say("guide.title")}</a></p>`
      }</div>`
}
${
  toJoin.length > 0 &&
  html`<section aria-labelledby="h-join"><h2 id="h-join">${say("campaigns.join.list")}</h2>
<ul class="inbox">${toJoin.map(
    ({ slug, name: label }) => html`<li><a href="${consoleUrls.campaign(slug)}">${label}</a></li>`,
  )}</ul></section>`
}`,
  });
}

/** The form for a new campaign. */
export function newPage(
  book: ConsoleBook,
  account: Account,
  sent: { name: string; slug: string; ask: string; office: string; language: Locale },
  errors: FieldErrors,
): string {
  const { say } = book;
  const title = say("campaigns.new");
  const line = (name: "name" | "slug" | "ask" | "office", more: { hint?: string; rows?: number } = {}) =>
    field({
      name,
      label: say(`campaigns.field.${name}`),
      value: sent[name],
      error: errors[name],
      isRequired: name !== "slug",
      ...more,
    });
  return consolePage(book, {
    title,
    section: "campaigns",
    account,
    main: html`<p class="crumbs"><a href="${consoleUrls.campaigns}">${say("campaigns.title")}</a></p>
<h1>${title}</h1>
${errorSummary(book, errors)}
<form class="form" method="post" action="${consoleUrls.newCampaign}" novalidate>
${line("name")}
${line("ask", { rows: 3 })}
${line("office", { hint: say("campaigns.field.officeHint") })}
${languageField(book, {
  name: "language",
  label: say("campaigns.field.language"),
  hint: say("campaigns.field.languageHint"),
  value: sent.language,
  error: errors.language,
})}
${line("slug", { hint: say("campaigns.field.slugHint") })}
<div class="actions"><button class="main" type="submit">${say("campaigns.begin")}</button></div>
</form>`,
  });
}
