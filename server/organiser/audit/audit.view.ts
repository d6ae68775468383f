import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { AuditEntry } from "#campaigns/audit/entry.model.ts";
import type { AuditChoices, AuditPage } from "#campaigns/audit/list-entries.ts";
import type { Organisation } from "#campaigns/organisations/organisation.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { choiceField, field } from "../frame/fields.view.ts";
import { organisationName } from "../organisations/organisation-name.ts";
import { type AuditQuery, auditAddress } from "./audit-query.ts";

type Shown = {
  account: Account;
  query: AuditQuery;
  page: AuditPage;
  choices: AuditChoices;
  /** Names of accounts by id. */
  names: ReadonlyMap<string, string>;
  organisations: readonly Organisation[];
  /** Fields that hold no day. */
  wrong: readonly ("from" | "to")[];
};

const path = consoleUrls.audit;

/** The audit trail's page: filters, entries, and paging. */
export function drawAudit(book: ConsoleBook, shown: Shown): string {
  const { say } = book;
  const { account, query, page } = shown;
  const title = say("audit.title");
  const csv = auditAddress(`${path}.csv`, { ...query, before: undefined });
  const main = html`<div class="head"><h1>${title}</h1>
<p class="tools"><a href="${csv}">${say("audit.csv")}</a></p></div>
<p class="soft">${say("audit.about")}</p>
<div class="panel">${drawFilters(book, shown)}</div>
<section aria-labelledby="entries-title">
<h2 id="entries-title">${say("audit.entries")}</h2>
${page.entries.length === 0 ? html`<p class="empty">${say("audit.empty")}</p>` : drawEntries(book, shown)}
${drawWays(book, shown)}
</section>`;
  return consolePage(book, { title, section: "audit", account, main });
}

function drawFilters(book: ConsoleBook, { account, query, choices, ...known }: Shown): Html {
  const { say } = book;
  const choose = (name: "account" | "act" | "organisation", texts: { value: string; label: string }[]) =>
    choiceField({
      name,
      label: say(`audit.filter.${name}`),
      value: query[name],
      options: [{ value: "", label: say("audit.filter.all") }, ...texts],
    });
  const named = (values: readonly string[], toLabel: (value: string) => string) =>
    values
      .map((value) => ({ value, label: toLabel(value) }))
      .sort((one, other) => one.label.localeCompare(other.label, book.tag));
  const accounts = named(choices.accounts, (id) => whoIs(book, known.names, id));
  const acts = named(choices.acts, (act) => act);
  const organisations = named(choices.organisations, (slug) => organisationName(known.organisations, slug));
  return html`<form class="form" method="get" action="${path}" role="search" aria-label="${say("audit.filter.title")}">
<div class="row">
${choose("account", accounts)}
${choose("act", acts)}
${account.role === "secretariat" && choose("organisation", organisations)}
</div>
<div class="row">
${field({ name: "on", label: say("audit.filter.on"), value: query.on, maxLength: 120 })}
${(["from", "to"] as const).map((name) =>
  field({
    ...{ name, label: say(`audit.filter.${name}`), type: "date", value: query[name] },
    error: known.wrong.includes(name) ? say("frame.noDay") : undefined,
  }),
)}
</div>
<div class="actions"><button class="main" type="submit">${say("audit.filter.button")}</button> <a
href="${path}">${say("audit.filter.clear")}</a></div>
</form>`;
}

function drawEntries(book: ConsoleBook, shown: Shown): Html {
  const { say } = book;
  const columns = ["number", "at", "who", "act", "on", "details", "from"] as const;
  return html`<table class="table stacks">
<thead><tr>${columns.map(
    (column) =>
      html`<th scope="col"${
        column === "number" ? html` class="n"` : ""
      }>${say(`audit.column.${column}`)}</th>`,
  )}</tr></thead>
<tbody>
${shown.page.entries.map((entry) => drawEntry(book, shown, entry))}
</tbody>
</table>`;
}

function drawEntry(book: ConsoleBook, { names, organisations, query }: Shown, entry: AuditEntry): Html {
  const { say } = book;
  const narrowed = (more: AuditQuery) => auditAddress(path, { ...query, before: undefined, ...more });
  const role = entry.role === "operator" ? "" : `${say(`frame.role.${entry.role}`)}, `;
  const organisation = entry.role === "operator" ? "" : organisationName(organisations, entry.organisation);
  const details = Object.entries(entry.details ?? {}).map(([name, value]) => `${name}: ${value}`);
  return html`<tr>
<th scope="row" class="n">${entry._id}</th>
<td data-name="${say("audit.column.at")}">
<time datetime="${entry.at.toISOString()}">${book.moment(entry.at)}</time></td>
<td data-name="${say("audit.column.who")}">
<a href="${narrowed({ account: entry.account })}">${whoIs(book, names, entry.account)}</a><br><span
class="soft small">${role}${organisation}</span></td>
<td data-name="${say("audit.column.act")}">
<a class="mono" dir="ltr" href="${narrowed({ act: entry.act })}">${entry.act}</a></td>
<td data-name="${say("audit.column.on")}" class="details">
<a class="mono" dir="ltr" href="${narrowed({ on: entry.on })}">${entry.on}</a></td>
<td data-name="${say("audit.column.details")}" class="small details">${details.join(", ")}</td>
<td data-name="${say("audit.column.from")}" class="small"><span dir="ltr">${entry.from}</span></td>
</tr>
`;
}

function drawWays(book: ConsoleBook, { query, page }: Shown): Html {
  const newest = query.before && auditAddress(path, { ...query, before: undefined });
  const older = page.next !== undefined && auditAddress(path, { ...query, before: String(page.next) });
  return html`<p class="tools">${
    newest && html`<a href="${newest}">${book.say("audit.newest")}</a>`
  }${older && html`<a href="${older}">${book.say("audit.older")}</a>`}</p>`;
}

function whoIs(book: ConsoleBook, names: ReadonlyMap<string, string>, id: string): string {
  if (id === "operator") return book.say("audit.operator");
  return names.get(id) ?? id;
}
