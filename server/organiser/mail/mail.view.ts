import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { Finding } from "#campaigns/mail/check/finding.ts";
import type { MailEvent } from "#campaigns/mail/mail-event.model.ts";
import {
  liftingReasons,
  type Suppression,
  suppressionReasons,
} from "#campaigns/mail/suppression/suppression.model.ts";
import type { Organisation } from "#campaigns/organisations/organisation.ts";
import type { MailEventKind } from "#campaigns/outbox/returned.ts";
import type { MailFigures, MailHealth } from "#campaigns/returned-mail/read-mail-health.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { errorSummary, field, radioField } from "../frame/fields.view.ts";
import { organisationName } from "../organisations/organisation-name.ts";
import { isAllowed } from "../policies.ts";
import { drawRefusals } from "./refusals.view.ts";

/** An address that was looked up, and what is known about it. */
export type Search = { email: string } & (
  | { problem: true }
  | { key: Buffer; suppression: Suppression | null; problem?: undefined }
);

/** What the page is drawn from. */
export type MailView = {
  account: Account;
  health: MailHealth;
  organisations: readonly Organisation[];
  search?: Search;
  findings?: Finding[];
  notice?: string;
};

const path = consoleUrls.mail;
const kinds = ["hard-bounce", "soft-bounce", "about-us", "complaint"] as const satisfies MailEventKind[];

/** Shares of sent updates above which providers start to refuse everything from us. */
const tooMany: Partial<Record<MailEventKind, number>> = { "hard-bounce": 0.02, complaint: 0.001 };

/** The mail delivery page. */
export function drawMail(book: ConsoleBook, view: MailView): string {
  const { say } = book;
  const title = say("mail.title");
  const main = html`<div class="head"><h1>${title}</h1><p class="tools">
<a href="${path}?check=yes#dns">${say("mail.dns.look")}</a></p></div>
<p class="soft">${say("mail.about")}</p>
${view.findings && drawFindings(book, view.findings)}
${drawFigures(book, view)}
${drawRefusals(book, view.health)}
${drawSuppressed(book, view)}
${drawRecent(book, view)}`;
  return consolePage(book, { title, section: "mail", account: view.account, main, notice: view.notice });
}

function drawFindings({ say }: ConsoleBook, findings: Finding[]): Html {
  return html`<section class="panel" aria-labelledby="dns"><h2 id="dns">${say("mail.dns.title")}</h2>
<p class="soft">${say("mail.dns.about")}</p>
<dl class="list">${findings.map(
    ({ about, verdict, says, publish }) => html`<div><dt>${about} <span class="state${
      verdict === "wrong" ? " need" : ""
    }">${say(`mail.verdict.${verdict}`)}</span></dt>
<dd><p lang="en" dir="ltr">${says}</p>${
      publish && html`<p class="mono" dir="ltr">${publish.name} ${publish.type} ${publish.value}</p>`
    }</dd></div>
`,
  )}</dl></section>`;
}

function drawFigures(book: ConsoleBook, { health, organisations }: MailView): Html {
  const { say } = book;
  if (health.organisations.length === 0)
    return html`<section aria-labelledby="fares"><h2 id="fares">${say("mail.fares.title", {
      days: health.days,
    })}</h2><p class="empty">${say("mail.fares.empty")}</p></section>`;
  return html`<section aria-labelledby="fares"><h2 id="fares">${say("mail.fares.title", { days: health.days })}</h2>
<table class="table stacks">
<thead><tr><th scope="col">${say("mail.column.organisation")}</th>
<th scope="col" class="n">${say("mail.column.sent")}</th>${kinds.map(
    (kind) => html`<th scope="col" class="n">${say(`mail.kind.${kind}`)}</th>`,
  )}<th scope="col" class="n">${say("mail.column.letters")}</th></tr></thead>
<tbody>${health.organisations.map((figures) => drawRow(book, organisations, figures))}</tbody>
</table></section>`;
}

function drawRow(book: ConsoleBook, organisations: readonly Organisation[], figures: MailFigures): Html {
  const { say, number } = book;
  const letters = kinds.reduce((sum, kind) => sum + figures.letters[kind], 0);
  return html`<tr><th scope="row">${
    figures.organisation === "" ? say("mail.unknown") : organisationName(organisations, figures.organisation)
  }</th>
<td class="n" data-name="${say("mail.column.sent")}">${number(figures.sent)}</td>
${kinds.map(
  (kind) => html`<td class="n"
data-name="${say(`mail.kind.${kind}`)}">${drawShare(book, kind, figures)}</td>`,
)}
<td class="n" data-name="${say("mail.column.letters")}">${number(letters)}</td></tr>
`;
}

function drawShare({ say, number }: ConsoleBook, kind: MailEventKind, { sent, updates }: MailFigures): Html {
  const count = updates[kind];
  const share = sent === 0 ? 0 : count / sent;
  const most = tooMany[kind];
  const isMany = most !== undefined && share > most;
  const percent =
    sent === 0 ? "" : html` <span class="soft small">(${number(Math.round(share * 10_000) / 100)} %)</span>`;
  return html`${number(count)}${percent}${isMany && html` <span class="state need">${say("mail.tooMany")}</span>`}`;
}

function drawSuppressed(book: ConsoleBook, view: MailView): Html {
  const { say, number } = book;
  const { suppressed } = view.health;
  return html`<section class="panel" aria-labelledby="suppressed">
<h2 id="suppressed">${say("mail.suppressed.title")}</h2>
<p class="soft">${say("mail.suppressed.about")}</p>
<dl class="figures">${suppressionReasons.map(
    (reason) =>
      html`<div><dt>${say(`mail.reason.${reason}`)}</dt><dd>
<span class="number">${number(suppressed[reason])}</span></dd></div>`,
  )}</dl>
${isAllowed(view.account, "mail.suppress") && drawSearch(book, view.search)}
${isAllowed(view.account, "mail.suppress") && html`<p><a href="${path}/lifting">${say("mail.lifting.title")}</a></p>`}
</section>`;
}

function drawSearch(book: ConsoleBook, search: Search | undefined): Html {
  const { say } = book;
  const error = search?.problem ? say("mail.search.problem") : undefined;
  return html`${error !== undefined && errorSummary(book, { email: error })}
<form class="form" method="post" action="${path}/search">
${field({
  name: "email",
  type: "email",
  label: say("mail.search.label"),
  hint: say("mail.search.hint"),
  value: search?.email,
  error,
  maxLength: 254,
  isRequired: true,
  autocomplete: "off",
})}
<div class="actions"><button class="main" type="submit">${say("mail.search.button")}</button> <button
type="submit" formaction="${path}/suppress">${say("mail.search.suppress")}</button></div>
</form>
${search && !search.problem && drawFound(book, search)}`;
}

function drawFound(book: ConsoleBook, { key, suppression }: Exclude<Search, { problem: true }>): Html {
  const { say } = book;
  if (!suppression) return html`<p class="notice" role="status">${say("mail.found.none")}</p>`;
  const { reason, at, evidence, lifted } = suppression;
  const details = [
    say(`mail.source.${evidence.source}`),
    evidence.status,
    evidence.times && say("mail.found.times", { times: evidence.times }),
  ];
  const what = html`<p><b>${say(`mail.reason.${reason}`)}</b>, <time
datetime="${at.toISOString()}">${book.moment(at)}</time> (${details.filter(Boolean).join(", ")})</p>`;
  if (lifted)
    return html`<div class="notice" role="status">${what}<p>${say("mail.found.lifted", {
      moment: book.moment(lifted.at),
    })}</p></div>`;
  return html`<div class="notice" role="status">${what}</div>
<form class="form" method="post" action="${path}/lift"><input type="hidden" name="key" value="${key.toString("hex")}">
${radioField({
  name: "why",
  legend: say("mail.lift.why"),
  value: "asked",
  options: liftingReasons.map((value) => ({ value, label: say(`mail.lift.${value}`) })),
})}
<div class="actions"><button type="submit">${say("mail.lift.button")}</button></div></form>`;
}

function drawRecent(book: ConsoleBook, { health, organisations }: MailView): Html {
  const { say } = book;
  const row = ({ at, kind, status, source, update, letter, organisation }: MailEvent) => html`<tr>
<td data-name="${say("mail.column.at")}"><time datetime="${at.toISOString()}">${book.moment(at)}</time></td>
<td data-name="${say("mail.column.what")}">${say(`mail.kind.${kind}`)}${
    status !== undefined && html` <span class="mono" dir="ltr">${status}</span>`
  }</td>
<td data-name="${say("mail.column.mail")}">${say(
    update ? "mail.of.update" : letter ? "mail.of.letter" : "mail.of.unknown",
  )}</td>
<td data-name="${say("mail.column.source")}">${say(`mail.source.${source}`)}</td>
<td data-name="${say("mail.column.organisation")}">${
    organisation === undefined ? say("mail.unknown") : organisationName(organisations, organisation)
  }</td></tr>
`;
  const columns = ["at", "what", "mail", "source", "organisation"] as const;
  return html`<section aria-labelledby="recent"><h2 id="recent">${say("mail.recent.title")}</h2>
${
  health.recent.length === 0
    ? html`<p class="empty">${say("mail.recent.empty")}</p>`
    : html`<table class="table stacks"><thead><tr>${columns.map(
        (column) => html`<th scope="col">${say(`mail.column.${column}`)}</th>`,
      )}</tr></thead>
<tbody>${health.recent.map(row)}</tbody></table>`
}</section>`;
}
