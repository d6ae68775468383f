import { html, raw } from "hono/html";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { allOthers } from "#campaigns/signing/tallies/read-public-totals.ts";
import type { Totals } from "#campaigns/signing/tallies/read-totals.ts";
import { countryNames } from "#campaigns/texts/countries.ts";
import { addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { dotPattern, drawCountries, drawMap, mapViewBox } from "./dot-map.ts";
import { stateText } from "./petitions.view.ts";

const shownCountries = 10;

/** `state`: where the petition of a country stands, unless it is open. */
type Row = { name: string; count: number; state?: string | undefined };
type Shown = { campaign: Campaign; now: Date };

/** Where people have signed, and how: a map, a table of countries, a table of channels. */
export function signaturesByCountry(book: Phrasebook, shown: Shown, totals: Totals): Html {
  const { say } = book;
  return html`<section aria-labelledby="by-country">
<h2 id="by-country">${say("byCountry.title")}</h2>
${totals.total === 0 ? html`<p>${say("campaign.first")}</p>` : figures(book, shown, totals)}
</section>`;
}

function figures(book: Phrasebook, shown: Shown, totals: Totals): Html {
  const states = statesOf(book, shown);
  const asOf = html`<time datetime="${totals.asOf.toISOString()}">${book.moment(totals.asOf)}</time>`;
  return html`${worldMap(book, totals.byCountry, states)}
${countryTables(book, totals, states)}
${channelTable(book, totals)}
<p class="small as-of">${book.fill("byCountry.asOf", { time: asOf })} <a
href="${addresses.numbers(book.locale, shown.campaign.slug)}">${book.say("byCountry.showAll")}</a></p>`;
}

/** Where the petitions of countries stand that can't be signed now, by country. */
function statesOf(book: Phrasebook, { campaign, now }: Shown): Map<string, string> {
  const texts = campaign.petitions.map((petition) => {
    return [petition.country ?? "", stateText(book, { campaign, petition, now }) ?? ""] as const;
  });
  return new Map(texts.filter(([country, text]) => country !== "" && text !== ""));
}

function worldMap(
  book: Phrasebook,
  byCountry: Totals["byCountry"],
  states: ReadonlyMap<string, string>,
): Html {
  const classes = drawMap(byCountry);
  const ended = drawCountries([...states.keys()]);
  return html`<figure>
<svg class="map" viewBox="${mapViewBox}" role="img" aria-label="${book.say("byCountry.map")}">${
    ended !== "" && html`<path class="ended" stroke-dasharray="${dotPattern}" d="${ended}"/>`
  }${classes.map(
    ({ step, path }) => html`<path class="m${step}" stroke-dasharray="${dotPattern}" d="${path}"/>`,
  )}</svg>
<figcaption><ul class="legend">${classes.map(
    ({ step, from }) =>
      html`<li><svg viewBox="-4 -4 8 8" aria-hidden="true"><path class="m${step}" d="M0 0h.1"/></svg>${
        from === 0 ? book.say("byCountry.none") : book.say("byCountry.from", { number: book.number(from) })
      }</li>`,
  )}${
    ended !== "" &&
    html`<li><svg viewBox="-4 -4 8 8" aria-hidden="true"><path class="ended" d="M0 0h.1"/><path class="m0"
d="M0 0h.1"/></svg>${book.say("byCountry.notOpen")}</li>`
  }</ul></figcaption>
</figure>`;
}

function countryTables(book: Phrasebook, totals: Totals, states: ReadonlyMap<string, string>): Html {
  const names = new Map(countryNames(book.locale).map(({ code, name }) => [code, name]));
  const { [allOthers]: unnamed = 0, ...named } = totals.byCountry;
  const rows = Object.entries(named)
    .filter(([, count]) => count > 0)
    .map(([code, count]) => ({ name: names.get(code) ?? code, count, state: states.get(code) }))
    .sort((one, other) => other.count - one.count);
  const others = rows.slice(shownCountries);
  const sum = others.reduce((total, { count }) => total + count, 0);
  const caption = others.length > 0 ? "byCountry.topCountries" : "byCountry.allCountries";
  return html`<table>
<caption>${book.say(caption)}</caption>
<thead><tr><th scope="col">${book.say("form.country")}</th><td></td>
<th scope="col">${book.say("byCountry.signatures")}</th></tr></thead>
<tbody>${barRows(book, rows.slice(0, shownCountries))}
${
  others.length > 0 &&
  html`<tr><th scope="row">${book.count("byCountry.others", others.length)}</th>
<td></td><td>${book.number(sum)}</td></tr>`
}
${
  unnamed > 0 &&
  html`<tr><th scope="row">${book.say("byCountry.unnamed")}</th><td></td><td>${book.number(unnamed)}</td></tr>`
}</tbody>
${totalRow(book, totals.total, 2)}
</table>
${unnamed > 0 && html`<p class="small">${book.say("byCountry.unnamedWhy")}</p>`}`;
}

/** Ways that nobody signed by are not named: they may not be open yet. */
function channelTable(book: Phrasebook, totals: Totals): Html | undefined {
  const rows = (["web", "paper", "import"] as const)
    .map((channel) => ({ name: book.say(`byCountry.channel.${channel}`), count: totals.byChannel[channel] }))
    .filter(({ count }) => count > 0);
  if (rows.length < 2) return undefined;
  return html`<table class="channels">
<caption>${book.say("byCountry.channels")}</caption>
<thead><tr><th scope="col">${book.say("byCountry.how")}</th><td></td>
<th scope="col">${book.say("byCountry.signatures")}</th></tr></thead>
<tbody>${barRows(book, rows)}</tbody>
${totalRow(book, totals.total, 2)}
</table>`;
}

function barRows(book: Phrasebook, rows: Row[]): Html {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return html`${rows.map(
    ({ name, count, state }) =>
      html`<tr><th scope="row">${name}${stateOf(state)}</th><td
class="bar">${bar(count / most)}</td><td>${book.number(count)}</td></tr>
`,
  )}`;
}

function stateOf(state: string | undefined): Html | string {
  return state ? html` <span class="small">${state}</span>` : "";
}

function bar(share: number): Html {
  if (share === 0) return raw("");
  return html`<svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
<rect width="${Math.max(share * 100, 0.6).toFixed(1)}" height="1"/></svg>`;
}

function totalRow(book: Phrasebook, total: number, columns: number): Html {
  return html`<tfoot><tr><th scope="row"${
    columns > 1 ? html` colspan="${columns}"` : ""
  }>${book.say("byCountry.total")}</th><td>${book.number(total)}</td></tr></tfoot>`;
}
