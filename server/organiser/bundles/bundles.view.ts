import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import { isSecondFor } from "#campaigns/bundles/approve-bundle.ts";
import { bundleLevels } from "#campaigns/bundles/bundle-level.ts";
import { reachesScope } from "#campaigns/bundles/bundle-scope.ts";
import type { ShownRequest } from "#campaigns/bundles/list-requests.ts";
import type { BundleWish } from "#campaigns/bundles/request-bundle.ts";
import type { Organisation } from "#campaigns/organisations/organisation.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { countryNames } from "#campaigns/texts/countries.ts";
import type { ConsoleBook } from "#server/organiser/frame/console-book.ts";
import { consolePage } from "#server/organiser/frame/console-page.view.ts";
import {
  choiceField,
  errorSummary,
  type FieldErrors,
  field,
  radioField,
} from "#server/organiser/frame/fields.view.ts";
import { isAllowed } from "#server/organiser/policies.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import { askOnce } from "../frame/ask-once.view.ts";
import { namedCampaign } from "../frame/named-campaign.ts";
import { termLink } from "../glossary/terms.ts";
import { organisationName } from "../organisations/organisation-name.ts";
import { describeProgress } from "./progress.view.ts";

type Page = {
  account: Account;
  campaign: Campaign;
  requests: readonly ShownRequest[];
  /** Names of accounts by id. */
  names: ReadonlyMap<string, string>;
  organisations: readonly Organisation[];
  now: Date;
  wish?: BundleWish;
  errors?: FieldErrors;
  /** Somebody tried to download one that does not exist, or no longer does. */
  isGone?: boolean;
  done?: string | undefined;
};

/** The page of a campaign's bundles: the existing ones, and the form to create another. */
export function drawBundles(book: ConsoleBook, page: Page): string {
  const { account, campaign, done } = page;
  const { say } = book;
  const title = say("bundles.title");
  const main = html`<div class="head"><h1>${title}</h1></div>
<p class="soft">${say("bundles.about")} ${termLink(book, "bundle")}</p>
${
  page.isGone &&
  html`<section class="trouble" role="alert">
<h2>${say("bundles.gone.title")}</h2><p>${say("bundles.gone.text")}</p></section>`
}
${errorSummary(book, page.errors ?? {})}
<section aria-labelledby="requests-title">
<h2 id="requests-title">${say("bundles.list.title")}</h2>
<p class="unseen" role="status" id="requests-news" data-text="${say("bundles.list.changed")}"></p>
<div id="requests">${drawRequests(book, page)}</div>
</section>
${mayAsk(page) && drawForm(book, page)}`;
  return consolePage(book, {
    title,
    section: "bundles",
    account,
    campaign: namedCampaign(campaign, account),
    main,
    scripts: ["bundles.js"],
    notice: done && say(`bundles.done.${done}`),
  });
}

/** Staff of an organisation that has no petition of its own, though it runs the campaign, have nothing to ask for. */
function mayAsk({ account, campaign }: Page): boolean {
  const hasOwn = campaign.petitions.some(({ organisation }) => reachesScope(account, { organisation }));
  return isAllowed(account, "bundles.request") && hasOwn;
}

function drawRequests(book: ConsoleBook, page: Page): Html {
  const { say } = book;
  if (page.requests.length === 0) return html`<p class="empty">${say("bundles.list.empty")}</p>`;
  return html`<table class="table stacks">
<thead><tr><th scope="col">${say("bundles.list.of")}</th><th scope="col">${say("bundles.list.reason")}</th>
<th scope="col">${say("bundles.list.askedBy")}</th><th scope="col">${say("bundles.list.state")}</th></tr></thead>
<tbody>
${page.requests.map((request) => drawRequest(book, page, request))}
</tbody>
</table>`;
}

function drawRequest(book: ConsoleBook, page: Page, request: ShownRequest): Html {
  const { say } = book;
  const who = page.names.get(request.account) ?? say("bundles.list.gone");
  const shows = say(`bundles.level.${request.level}`);
  return html`<tr>
<th scope="row">${scopeOf(book, page, request)}<br><span class="soft small">${shows}</span></th>
<td data-name="${say("bundles.list.reason")}">${request.reason}${
    request.recipient !== "" &&
    html`<br><span class="soft small">${say("bundles.list.for", { recipient: request.recipient })}</span>`
  }</td>
<td data-name="${say("bundles.list.askedBy")}">${who}<br><span class="soft small">${book.moment(request.at)}</span></td>
<td data-name="${say("bundles.list.state")}">${drawState(book, page, request)}</td>
</tr>
`;
}

function drawState(book: ConsoleBook, page: Page, request: ShownRequest): Html {
  const { say } = book;
  const { state, run, result, expiresAt } = request;
  const words = html`<span class="state${state === "failed" ? " need" : ""}">${say(`bundles.state.${state}`)}</span>`;
  if (state === "waiting")
    return html`<span class="state need">${say("bundles.state.waiting")}</span>${decision(
      book,
      page,
      request,
    )}`;
  if (state === "asked") return html`<div data-moving>${words}</div>`;
  if (state === "running" && run)
    return html`<div data-moving>${words}${describeProgress(book, run, page.now)}</div>`;
  if (state === "failed") return html`${words}<p class="small">${request.failure}</p>`;
  if (!result) return words;
  const facts = html`<p class="small">${book.count("bundles.made", result.signatures, {
    size: megabytes(book, result.bytes),
  })}</p>
<details><summary class="small">${say("bundles.hashes.title")}</summary>
<p class="small">${say("bundles.hashes.about")}</p>
<p class="small">SHA-256: <span class="mono" dir="ltr">${result.sha256}</span><br>SHA256SUMS: <span
class="mono" dir="ltr">${result.sumsSha256}</span></p></details>`;
  if (state !== "ready" || !expiresAt) return html`${words}${facts}`;
  return html`${words}${facts}
<p class="small soft">${say("bundles.until", { day: book.day(expiresAt) })}</p>
${isAllowed(page.account, "bundles.request") && downloadForm(book, page, request)}`;
}

/** What the second person can do about a request, and who asked. */
function decision(book: ConsoleBook, { account, campaign }: Page, request: ShownRequest): Html | undefined {
  const { say } = book;
  if (!isAllowed(account, "bundles.approve")) return undefined;
  const form = (act: "approve" | "decline", kind: string) =>
    html`<form method="post" action="${consoleUrls.bundles(campaign.slug)}/${request.id}/${act}"><button
class="${kind}" type="submit">${say(`bundles.${act}`)}</button></form>`;
  const approve = askOnce({
    label: say("bundles.approve"),
    follows: say("bundles.approveFollows"),
    act: form("approve", "main"),
  });
  const isSecond = isSecondFor(request, account);
  return html`${isSecond ? approve : html`<p class="hint">${say("bundles.ownWaits")} ${termLink(book, "approval")}</p>`}
${form("decline", "quiet")}`;
}

function downloadForm(book: ConsoleBook, page: Page, request: ShownRequest): Html {
  const scope = scopeOf(book, page, request);
  return html`<form method="post" action="${consoleUrls.bundles(page.campaign.slug)}/${request.id}/download">
<button class="main" type="submit">${book.say("bundles.download")}<span class="unseen">: ${scope}</span></button>
</form>`;
}

function scopeOf(book: ConsoleBook, page: Page, { organisation, country }: ShownRequest): string {
  const all = book.say("bundles.scope.campaign");
  const petitions = organisation === null ? all : organisationName(page.organisations, organisation);
  if (country === null) return petitions;
  const known = countryNames(page.account.locale).find(({ code }) => code === country);
  return `${petitions}, ${known?.name ?? country}`;
}

function drawForm(book: ConsoleBook, page: Page): Html {
  const { say } = book;
  const { account, campaign, wish, errors = {} } = page;
  const having = [...new Set(campaign.petitions.map(({ organisation }) => organisation))];
  const scopes = [
    { value: "", label: say("bundles.scope.campaign") },
    ...having.map((slug) => ({ value: slug, label: organisationName(page.organisations, slug) })),
  ];
  const countries = countryNames(account.locale).map(({ code, name }) => ({ value: code, label: name }));
  return html`<section aria-labelledby="ask-title">
<h2 id="ask-title">${say("bundles.ask.title")}</h2>
<form class="form" method="post" action="${consoleUrls.bundles(campaign.slug)}">
${
  account.role === "secretariat"
    ? choiceField({
        name: "organisation",
        label: say("bundles.ask.organisation"),
        options: scopes,
        value: wish?.organisation,
        error: errors.organisation,
      })
    : html`<p>${say("bundles.ask.own", {
        organisation: organisationName(page.organisations, account.organisation),
      })}</p>`
}
${choiceField({
  name: "country",
  label: say("bundles.ask.country"),
  options: [{ value: "", label: say("bundles.ask.everywhere") }, ...countries],
  value: wish?.country,
  error: errors.country,
})}
${radioField({
  name: "level",
  legend: say("bundles.ask.level"),
  value: wish?.level || "2",
  error: errors.level,
  options: bundleLevels.map((level) => ({
    value: `${level}`,
    label: say(`bundles.level.${level}`),
    hint: say(`bundles.levelHint.${level}`),
  })),
})}
${field({
  name: "recipient",
  label: say("bundles.ask.recipient"),
  hint: say("bundles.ask.recipientHint"),
  value: wish?.recipient,
  error: errors.recipient,
  maxLength: 300,
})}
${field({
  name: "sealTo",
  label: say("bundles.ask.sealTo"),
  hint: say("bundles.ask.sealToHint"),
  value: wish?.sealTo,
  error: errors.sealTo,
  maxLength: 300,
})}
${field({
  name: "reason",
  label: say("bundles.ask.reason"),
  hint: say("bundles.ask.reasonHint"),
  value: wish?.reason,
  error: errors.reason,
  isRequired: true,
  maxLength: 300,
  rows: 2,
})}
<p class="hint">${say("bundles.ask.personal")}</p>
<div class="actions"><button class="main" type="submit">${say("bundles.ask.button")}</button></div>
</form>
</section>`;
}

function megabytes(book: ConsoleBook, bytes: number): string {
  return book.number(Math.max(0.1, Math.round(bytes / 100_000) / 10));
}
