import { html } from "hono/html";
import type { Dashboard } from "#campaigns/dashboard/read-dashboard.ts";
import { startOfUtcDay } from "#campaigns/dashboard/read-sums.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { minuteOf, noCode } from "./dashboard-addresses.ts";
import { type Addresses, bar, numberThatOpens } from "./sections.view.ts";
import { showIn } from "./show.ts";

/** Sources shown at once; the rest are collapsed. */
const sourcesShown = 8;

/** Each petition of the scope, its organisation, and the versions that were signed. */
export function petitionsView(
  book: ConsoleBook,
  { petitions, scope, figures, today, readAt }: Dashboard,
  addresses: Addresses,
  organisations: ReadonlyMap<string, string>,
): Html {
  const { say } = book;
  const columns = {
    organisation: say("dashboard.organisation"),
    versions: say("dashboard.versions"),
    signatures: say("dashboard.signatures"),
    today: say("dashboard.today"),
  };
  const from = minuteOf(startOfUtcDay(readAt));
  const known = new Map(scope.petitions.map((petition) => [petition.id, petition]));
  const rows = petitions.map(({ petition: id, counted, today: newest, versions }) => {
    const petition = known.get(id);
    const target = petition?.target[book.locale] ?? Object.values(petition?.target ?? {})[0] ?? id;
    const signed = Object.entries(versions).filter(([, count]) => count !== 0);
    const list = signed.map(([version, count]) =>
      say("dashboard.versionCount", { version, number: book.number(count) }),
    );
    return html`<tr><th scope="row">${target}</th><td data-name="${columns.organisation}">${
      organisations.get(petition?.organisation ?? "") ?? petition?.organisation ?? ""
    }</td><td class="soft" data-name="${columns.versions}">${book.list(list)}</td>
<td class="n" data-name="${columns.signatures}">${numberThatOpens(
      book,
      counted,
      addresses.sheets({ petition: id }),
    )}</td><td class="n soft" data-name="${columns.today}">${numberThatOpens(
      book,
      newest,
      addresses.sheets({ petition: id, from }),
    )}</td></tr>
`;
  });
  return html`<section aria-labelledby="h-petitions"><div class="bar-head">
<h2 id="h-petitions">${say("dashboard.petitions")}</h2>
<p class="tools"><a href="${addresses.table("petitions")}">CSV</a></p></div>
<table class="table stacks"><thead><tr><th scope="col">${say("dashboard.petition")}</th>
<th scope="col">${columns.organisation}</th><th scope="col">${columns.versions}</th>
<th scope="col" class="n">${columns.signatures}</th>
<th scope="col" class="n">${columns.today}</th></tr></thead><tbody>${rows}</tbody>
<tfoot><tr class="sum"><th scope="row">${say("dashboard.sum.total")}</th><td></td><td></td>
<td class="n" data-name="${columns.signatures}">${book.number(figures.counted)}</td>
<td class="n" data-name="${columns.today}">${book.number(today.counted)}</td></tr></tfoot></table></section>`;
}

/** Where signatures came from. */
export function sourcesView(
  book: ConsoleBook,
  { sources, scope, figures }: Dashboard,
  addresses: Addresses,
): Html {
  const { say } = book;
  const show = showIn(book.locale);
  const most = Math.max(1, ...sources.map(({ counted }) => counted));
  const others = figures.counted - sources.reduce((sum, { counted }) => sum + counted, 0);
  const rows = sources.map(
    ({ source, counted, asked, confirmed, names, isShared }) =>
      html`<tr><th scope="row">${
        source
          ? html`<span class="mono">${source}</span> <span class="soft small">${
              names.length > 0
                ? book.list(names)
                : say(isShared ? "dashboard.sharedLink" : "dashboard.unregistered")
            }</span>`
          : say("dashboard.noSource")
      }</th><td class="bar">${bar(counted / most)}</td><td class="n">${numberThatOpens(
        book,
        counted,
        addresses.sheets({ source: source || noCode }),
      )}</td>${
        scope.country === null
          ? html`<td class="n soft">${asked > 0 ? show.percent(confirmed / asked) : "–"}</td>`
          : ""
      }</tr>
`,
  );
  const head = html`<thead><tr><th scope="col">${say("dashboard.source")}</th>
<td></td><th scope="col" class="n">${say("dashboard.signatures")}</th>${
    scope.country === null ? html`<th scope="col" class="n">${say("dashboard.confirmedShare")}</th>` : ""
  }</tr></thead>`;
  const rest =
    others === 0
      ? ""
      : html`<tr><th scope="row">${say("dashboard.otherSources")}</th>
<td></td><td class="n">${book.number(others)}</td>${scope.country === null ? html`<td></td>` : ""}</tr>`;
  const isShort = rows.length <= sourcesShown;
  return html`<section aria-labelledby="h-sources">
<div class="bar-head"><h2 id="h-sources">${say("dashboard.sources")}</h2>
<p class="tools"><a href="${addresses.table("sources")}">CSV</a></p></div>
<div class="scroll" tabindex="0" role="region" aria-label="${say("dashboard.tableOf", {
    name: say("dashboard.sources"),
  })}"><table class="table">${head}<tbody>${rows.slice(0, sourcesShown)}${isShort ? rest : ""}</tbody></table></div>
${
  isShort
    ? ""
    : html`<details><summary>${say("dashboard.moreSources")}</summary>
<div class="scroll tall" tabindex="0" role="region" aria-label="${say("dashboard.moreSources")}">
<table class="table">${head}<tbody>${rows.slice(sourcesShown)}${rest}</tbody></table></div></details>`
}</section>`;
}

/** The languages in which people signed. */
export function languagesView(book: ConsoleBook, { figures }: Dashboard, addresses: Addresses): Html {
  const { say } = book;
  const show = showIn(book.locale);
  const all = Math.max(figures.counted, 1);
  const rows = Object.entries(figures.languages)
    .sort(([, one], [, other]) => other - one)
    .map(
      ([code, count]) =>
        html`<tr><th scope="row">${show.language(code)}</th><td class="n">${numberThatOpens(
          book,
          count,
          addresses.sheets({ language: code }),
        )}</td><td class="n soft">${show.percent(count / all)}</td></tr>
`,
    );
  return html`<section aria-labelledby="h-languages"><div class="bar-head">
<h2 id="h-languages">${say("dashboard.languages")}</h2>
<p class="tools"><a href="${addresses.table("languages")}">CSV</a></p></div>
<table class="table"><thead><tr><th scope="col">${say("dashboard.language")}</th>
<th scope="col" class="n">${say("dashboard.signatures")}</th>
<th scope="col" class="n">${say("dashboard.share")}</th></tr></thead><tbody>${rows}</tbody></table></section>`;
}
