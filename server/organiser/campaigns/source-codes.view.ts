import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { SourceCode } from "#campaigns/petitions/source-codes/source-code.model.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { type FieldErrors, field } from "../frame/fields.view.ts";
import { termLink } from "../glossary/terms.ts";
import { isAllowed } from "../policies.ts";

/** Codes shown at once, so that the page stays small. */
export const mostCodes = 150;

/** The registered source codes, on the poster page. */
export type CodesView = {
  codes: readonly SourceCode[];
  /** Names of the organisations that registered them. */
  names: Readonly<Record<string, string>>;
  typed?: { code: string; label: string } | undefined;
  errors?: FieldErrors | undefined;
};

/** The codes in use with their names, and a form for another one. */
export function codesView(
  book: ConsoleBook,
  account: Account,
  campaign: string,
  { codes, names, typed, errors = {} }: CodesView,
): Html {
  const { say } = book;
  const mayEdit = isAllowed(account, "sources.edit");
  const path = consoleUrls.sources(campaign);
  const rows = codes.map(
    ({ code, label, organisation, createdAt }) => html`<tr>
<th scope="row" class="mono"><a href="${consoleUrls.posters(campaign)}?source=${code}">${code}</a></th>
<td data-name="${say("campaigns.codes.label")}">${label}</td>
<td data-name="${say("dashboard.organisation")}" class="soft">${names[organisation] ?? organisation}</td>
<td data-name="${say("campaigns.codes.since")}" class="soft">${book.day(createdAt)}</td>
<td>${
      mayEdit &&
      html`<form method="post" action="${path}/archive">
<input type="hidden" name="code" value="${code}"><input type="hidden" name="organisation"
value="${organisation}"><button class="quiet" type="submit"
aria-label="${say("campaigns.codes.archiveNamed", { code })}">${say("campaigns.codes.archive")}</button></form>`
    }</td>
</tr>
`,
  );
  const table = html`<table class="table stacks"><thead><tr>
<th scope="col">${say("campaigns.posters.source")}</th><th scope="col">${say("campaigns.codes.label")}</th>
<th scope="col">${say("dashboard.organisation")}</th>
<th scope="col">${say("campaigns.codes.since")}</th><td></td></tr></thead>
<tbody>${rows}</tbody></table>`;
  return html`<section aria-labelledby="h-codes"><h2 id="h-codes">${say("campaigns.codes.title")}</h2>
<p class="soft">${say("campaigns.codes.lead")} ${termLink(book, "sourceCode")}</p>
${codes.length > 0 ? table : html`<p class="soft">${say("campaigns.codes.none")}</p>`}
${
  codes.length === mostCodes &&
  html`<p class="soft small">${say("campaigns.codes.newest", { number: book.number(mostCodes) })}</p>`
}
${
  mayEdit &&
  html`<form class="form narrow" method="post" action="${path}">
${field({
  name: "code",
  label: say("campaigns.posters.source"),
  value: typed?.code,
  hint: say("campaigns.posters.sourceHint"),
  error: errors.code,
})}
${field({
  name: "label",
  label: say("campaigns.codes.label"),
  value: typed?.label,
  hint: say("campaigns.codes.labelHint"),
  error: errors.label,
})}
<div class="actions"><button type="submit">${say("campaigns.codes.register")}</button></div>
</form>`
}</section>`;
}
