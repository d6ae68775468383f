import { html, raw } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { SheetRow } from "#campaigns/dashboard/list-sheets.ts";
import type { Dashboard } from "#campaigns/dashboard/read-dashboard.ts";
import type { Needs } from "#campaigns/dashboard/read-needs.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { campaignName, textLocale } from "#campaigns/petitions/text-locale.ts";
import { countryNames } from "#campaigns/texts/countries.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { choiceField } from "../frame/fields.view.ts";
import { breakdownView } from "./breakdown.view.ts";
import { type Filters, minuteOf } from "./dashboard-addresses.ts";
import { figuresView, liveTexts } from "./figures.view.ts";
import { checksView, healthView } from "./health.view.ts";
import { needsView } from "./needs.view.ts";
import { languagesView, petitionsView, sourcesView } from "./parts.view.ts";
import { type Addresses, countriesView, milestonesView, numberThatOpens } from "./sections.view.ts";
import { showIn } from "./show.ts";
import { stepsChart } from "./steps-chart.ts";

/**
 * The newest hours or days in the table link to their sheets; older hours do so through their day. A page must not
 * grow over the years.
 */
const stepsOpened = { hour: 24, day: 60 };
const stepLength = { hour: 3_600_000, day: 24 * 3_600_000 };

/** What the page is made of. */
export type DashboardPage = {
  account: Account;
  dashboard: Dashboard;
  needs: Needs;
  beside: Dashboard | undefined;
  newest: readonly SheetRow[];
  addresses: Addresses;
  filters: Filters;
  /** Names of organisations by slug, within the account's reach. */
  organisations: ReadonlyMap<string, string>;
  /** Other campaigns that can be shown next to this one. */
  campaigns: readonly Campaign[];
  /** Whether new totals reach this server as they happen. */
  isLive: boolean;
};

/** A campaign's dashboard: state and scope first, then the numbers, the chart, and the tables. */
export function dashboardView(book: ConsoleBook, page: DashboardPage): Html {
  const { dashboard, addresses, newest } = page;
  const { say } = book;
  const { campaign } = dashboard.scope;
  return html`<div class="dashboard" data-events="${addresses.events()}">
<div class="head"><div><h1>${say("dashboard.title")}</h1>
<p class="soft">${campaignName(campaign, book.locale)}</p></div>${stateView(book, page)}</div>
${needsView(book, campaign.slug, page.needs, page.account)}
${filterForm(book, page)}
<div data-whole>
<section aria-labelledby="h-figures"><div class="bar-head">
<h2 id="h-figures">${say("dashboard.signatures")}</h2><p class="soft on-screen">${say("dashboard.opens")}</p>
<p class="tools"><a href="${addresses.table("figures")}">CSV</a><a
href="${addresses.sheets()}">${say("dashboard.allSheets")}</a></p></div>
${figuresView(book, dashboard, addresses)}
${breakdownView(book, dashboard, newest, addresses)}
</section>
${page.beside ? besideView(book, dashboard, page.beside) : ""}
${chartView(book, page)}
${milestonesView(book, dashboard, addresses)}
${countriesView(book, dashboard, addresses)}
${petitionsView(book, dashboard, addresses, page.organisations)}
<div class="columns">${sourcesView(book, dashboard, addresses)}${languagesView(book, dashboard, addresses)}</div>
<div class="columns">${healthView(book, dashboard)}${checksView(book, dashboard)}</div></div>
</div>`;
}

function stateView(book: ConsoleBook, { dashboard, isLive }: DashboardPage): Html {
  const { readAt } = dashboard;
  const show = showIn(book.locale);
  const time = html`<time datetime="${readAt.toISOString()}" data-as-of>${show.second(readAt)}</time>`;
  return html`<p class="as-of"><span class="live on-screen" data-state
data-said-live="${book.say("dashboard.live")}" data-said-not="${book.say("dashboard.notLive")}">${
    isLive ? book.say("dashboard.reload") : book.say("dashboard.notLive")
  }</span><span class="on-screen"> · </span>${book.fill("dashboard.asOf", {
    time,
    day: html`${show.day(readAt)}`,
  })}</p>`;
}

function filterForm(
  book: ConsoleBook,
  { dashboard, filters, organisations, campaigns }: DashboardPage,
): Html {
  const { say } = book;
  const { scope } = dashboard;
  const owners = [...new Set(scope.reachable.map(({ organisation }) => organisation))];
  const all = (key: string, count: number) => ({
    value: "",
    label: book.count(`dashboard.filter.${key}`, count),
  });
  const petitions = scope.reachable.map(({ id, target }) => ({
    value: id,
    label: target[textLocale(scope.campaign, book.locale)] ?? id,
  }));
  const countries = countryNames(book.locale).map(({ code, name }) => ({ value: code, label: name }));
  const besides = campaigns.map((campaign) => ({
    value: campaign.slug,
    label: campaignName(campaign, book.locale),
  }));
  const isNarrow = Boolean(filters.organisation || filters.petition || filters.country || filters.beside);
  return html`<details class="filters"${
    isNarrow ? raw(" open") : ""
  }><summary>${say("dashboard.narrow")}</summary><form class="row" method="get">
${
  owners.length > 1
    ? choiceField({
        name: "organisation",
        label: say("dashboard.organisation"),
        value: filters.organisation ?? "",
        options: [
          all("organisations", owners.length),
          ...owners.map((slug) => ({ value: slug, label: organisations.get(slug) ?? slug })),
        ],
      })
    : ""
}
${
  petitions.length > 1
    ? choiceField({
        name: "petition",
        label: say("dashboard.petition"),
        value: filters.petition ?? "",
        options: [all("petitions", petitions.length), ...petitions],
      })
    : ""
}
${choiceField({
  name: "country",
  label: say("dashboard.country"),
  value: filters.country ?? "",
  options: [{ value: "", label: say("dashboard.filter.countries") }, ...countries],
})}
${
  besides.length > 0
    ? choiceField({
        name: "beside",
        label: say("dashboard.filter.beside"),
        value: filters.beside ?? "",
        options: [{ value: "", label: say("dashboard.filter.nothing") }, ...besides],
      })
    : ""
}
<button type="submit">${say("dashboard.filter.show")}</button></form></details>`;
}

function besideView(book: ConsoleBook, one: Dashboard, other: Dashboard): Html {
  const { say } = book;
  const texts = [liveTexts(book, one), liveTexts(book, other)] as const;
  const names = [one, other].map(({ scope }) => campaignName(scope.campaign, book.locale));
  const rows = (["total", "today", "hour", "minute", "awaiting", "rate", "repeats"] as const).map(
    (name) =>
      html`<tr><th scope="row">${say(`dashboard.${name}`)}</th>${texts.map(
        (text) => html`<td class="n">${text[name]}</td>`,
      )}</tr>
`,
  );
  return html`<section aria-labelledby="h-beside"><div class="bar-head">
<h2 id="h-beside">${say("dashboard.beside")}</h2></div>
<div class="scroll" tabindex="0" role="region" aria-label="${say("dashboard.tableOf", {
    name: say("dashboard.beside"),
  })}"><table class="table"><thead><tr><td></td>${names.map(
    (name) => html`<th scope="col" class="n">${name}</th>`,
  )}</tr></thead><tbody>${rows}</tbody></table></div>
<div class="columns">${[one, other].map(
    (dashboard, index) =>
      html`<figure><figcaption>${names[index]}</figcaption>${stepsChart(book, dashboard, "day")}</figure>`,
  )}</div></section>`;
}

function chartView(book: ConsoleBook, { dashboard, addresses, filters }: DashboardPage): Html {
  const { say } = book;
  const show = showIn(book.locale);
  const by = filters.by === "day" ? "day" : "hour";
  const steps = by === "day" ? dashboard.days : dashboard.hours;
  const name = by === "day" ? "days" : "hours";
  const sheetsOf = (at: Date) =>
    addresses.sheets({ from: minuteOf(at), to: minuteOf(new Date(at.getTime() + stepLength[by])) });
  const ways = (["hour", "day"] as const).map(
    (way) =>
      html`<a href="${addresses.page({
        by: way === "day" ? "day" : undefined,
      })}"${way === by ? raw(' aria-current="true"') : ""}>${say(`dashboard.chart.${way}.name`)}</a>`,
  );
  return html`<section aria-labelledby="h-chart"><figure><div class="bar-head">
<h2 id="h-chart">${say(`dashboard.chart.${by}.title`)}</h2>
<p class="soft">${say(`dashboard.chart.${by}.note`)}</p><p class="tools">${ways}<a
href="${addresses.table(name)}">CSV</a><a href="${addresses.chart(name)}">PNG</a></p></div>
${stepsChart(book, dashboard, by)}
<details><summary>${say(`dashboard.chart.${by}.table`)}</summary>
<div class="scroll tall" tabindex="0" role="region" aria-label="${say(`dashboard.chart.${by}.table`)}">
<table class="table"><thead><tr><th scope="col">${say(`dashboard.chart.${by}.one`)}</th>
<th scope="col" class="n">${say("dashboard.signatures")}</th></tr></thead><tbody>${steps
    .toReversed()
    .map(
      ({ at, count }, index) =>
        html`<tr><th scope="row">${by === "day" ? show.day(at) : show.dayTime(at)}<td class="n">${
          index < stepsOpened[by] ? numberThatOpens(book, count, sheetsOf(at)) : book.number(count)
        }`,
    )}</tbody></table></div></details></figure></section>`;
}
