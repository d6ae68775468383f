import { html } from "hono/html";
import type { Dashboard, ReachedAt } from "#campaigns/dashboard/read-dashboard.ts";
import { startOfUtcDay } from "#campaigns/dashboard/read-sums.ts";
import { countryNames } from "#campaigns/texts/countries.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { countryMap, mapKey } from "./country-map.ts";
import { type dashboardAddresses, minuteOf } from "./dashboard-addresses.ts";
import { showIn } from "./show.ts";

/** Where the page's links lead. */
export type Addresses = ReturnType<typeof dashboardAddresses>;

const countriesShown = 10;

/** Milestones reached, and when the next one is likely. */
export function milestonesView(book: ConsoleBook, dashboard: Dashboard, addresses: Addresses): Html {
  const { milestones, forecast } = dashboard;
  const { say } = book;
  const show = showIn(book.locale);
  if (!milestones) return html``;
  const rows = milestones.reached.map(({ goal, reachedAt }, index) => {
    const before = milestones.reached[index - 1]?.reachedAt;
    return html`<tr><th scope="row">${book.number(goal)}</th>
<td>${show.day(reachedAt)}, ${show.time(reachedAt)}</td><td class="n">${
      before ? duration(book, reachedAt.getTime() - before.getTime()) : "–"
    }</td></tr>
`;
  });
  const rule = forecast
    ? say("dashboard.forecast.rule", {
        trend: show.percent(forecast.trend, 0),
        tries: book.number(forecast.tries),
      })
    : say("dashboard.forecast.none");
  return html`<section aria-labelledby="h-goals"><div class="bar-head">
<h2 id="h-goals">${say("dashboard.milestones")}</h2>
<p class="tools"><a href="${addresses.table("milestones")}">CSV</a></p></div>
<p>${nextSentence(book, milestones.next, milestones.reach)}</p>
${
  rows.length > 0
    ? html`<div class="scroll" tabindex="0" role="region" aria-label="${say("dashboard.tableOf", {
        name: say("dashboard.milestones"),
      })}"><table class="table"><thead><tr><th scope="col">${say("dashboard.milestone")}</th>
<th scope="col">${say("dashboard.reached")}</th>
<th scope="col" class="n">${say("dashboard.afterBefore")}</th></tr></thead><tbody>${rows}</tbody></table></div>`
    : ""
}
<p class="small soft">${rule}${
    dashboard.scope.isWhole ? "" : html` ${say("dashboard.forecast.campaignGoals")}`
  }</p></section>`;
}

function nextSentence(book: ConsoleBook, next: number, reach: ReachedAt | undefined): Html {
  const show = showIn(book.locale);
  const when = (at: Date) => `${show.day(at)}, ${show.time(at)}`;
  const goal = book.number(next);
  if (!reach) return html`${book.say("dashboard.forecast.far", { goal })}`;
  const likely = book.say("dashboard.forecast.next", { goal, when: when(reach.at) });
  const range =
    reach.soonest && reach.latest
      ? book.say("dashboard.forecast.range", { from: when(reach.soonest), to: when(reach.latest) })
      : book.say("dashboard.forecast.noRange");
  return html`<strong>${likely}</strong> ${range}`;
}

function duration(book: ConsoleBook, milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  if (days > 0) return book.say("dashboard.days", { days: book.number(days), hours });
  return book.say("dashboard.hours", { hours, minutes: minutes % 60 });
}

/** The map, the largest countries, and all of them. */
export function countriesView(book: ConsoleBook, dashboard: Dashboard, addresses: Addresses): Html {
  const { say } = book;
  const { countries, figures, readAt } = dashboard;
  const from = minuteOf(startOfUtcDay(readAt));
  const names = new Map(countryNames(book.locale).map(({ code, name }) => [code, name]));
  const most = Math.max(1, countries[0]?.counted ?? 1);
  const all = Math.max(figures.counted, 1);
  const show = showIn(book.locale);
  const largest = countries.slice(0, countriesShown).map(
    ({ code, counted, today }) =>
      html`<tr><th scope="row">${
        names.get(code) ?? code
      }</th><td class="bar">${bar(counted / most)}</td><td class="n">${numberThatOpens(
        book,
        counted,
        addresses.sheets({ country: code }),
      )}</td><td class="n soft">${numberThatOpens(book, today, addresses.sheets({ country: code, from }))}</td></tr>
`,
  );
  return html`<section aria-labelledby="h-countries"><div class="bar-head">
<h2 id="h-countries">${say("dashboard.countries")}</h2><p class="soft">${book.count(
    "dashboard.countryCount",
    countries.length,
  )}</p><p class="tools"><a href="${addresses.table("countries")}">CSV</a><a
href="${addresses.chart("countries")}">PNG</a></p></div>
<div class="map-grid"><figure>${countryMap(book, countries)}<figcaption>${mapKey(book, countries)}<p
class="small soft">${say("dashboard.map.small")}</p></figcaption></figure>
<div><table class="table"><thead><tr><th scope="col">${say("dashboard.country")}</th>
<td></td><th scope="col" class="n">${say("dashboard.signatures")}</th>
<th scope="col" class="n">${say("dashboard.today")}</th></tr></thead><tbody>${largest}</tbody></table>
${
  countries.length > countriesShown
    ? html`<details><summary>${book.count(
        "dashboard.allCountries",
        countries.length,
      )}</summary><div class="scroll tall" tabindex="0" role="region" aria-label="${say("dashboard.tableOf", {
        name: say("dashboard.countries"),
      })}"><table class="table"><thead><tr><th scope="col">${say("dashboard.country")}</th>
<th scope="col" class="n">${say("dashboard.signatures")}</th>
<th scope="col" class="n">${say("dashboard.share")}</th></tr></thead><tbody>${countries.map(
        ({ code, counted }) =>
          html`<tr><th scope="row">${
            names.get(code) ?? code
          }<td class="n">${book.number(counted)}<td class="n">${show.percent(counted / all, 2)}`,
      )}</tbody></table></div></details>`
    : ""
}</div></div></section>`;
}

/** A number that links to the sheets it is made of; a zero has no link. */
export function numberThatOpens(book: ConsoleBook, count: number, href: string): Html {
  if (count === 0) return html`${book.number(count)}`;
  return html`<a class="why" href="${href}">${book.number(count)}</a>`;
}

/** A bar next to a number. */
export function bar(share: number): Html {
  return html`<svg width="100%" height="9" aria-hidden="true">
<rect class="d1" width="${Math.max(share * 100, 0.5).toFixed(1)}%" height="9"/></svg>`;
}
