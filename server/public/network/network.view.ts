import { html } from "hono/html";
import type { Organisation } from "#campaigns/organisations/organisation.ts";
import type { CountryOrganisations } from "#campaigns/organisations/search-organisations.ts";
import { addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { dotPattern, drawMap, mapViewBox } from "../campaign/dot-map.ts";
import { aboutText, kindOf, sourceList } from "./organisation-text.view.ts";

/** The network, or the part of it that a search found. */
export type NetworkView = {
  organisations: readonly Organisation[];
  secretariat: Organisation | undefined;
  query: string;
  found: CountryOrganisations[];
  publicUrl: string;
};

/** The network's page: a search, a map, a list by country, and the secretariat's description. */
export function networkPage(book: Phrasebook, view: NetworkView): string {
  const { say } = book;
  const { secretariat, query, publicUrl } = view;
  return renderPage(book, {
    title:
      query === "" ? say("network.title") : say("network.found", { query, number: countFound(book, view) }),
    description: say("network.lead"),
    addressIn: (locale) => addresses.network(locale, query),
    // Search results are not meant to be indexed.
    ...(query === "" ? { publicUrl } : {}),
    main: single({
      title: say("network.title"),
      lead: say("network.lead"),
      body: html`${search(book, view)}
${countries(book, view)}
${
  secretariat &&
  query === "" &&
  html`<section aria-labelledby="secretariat">
<h2 id="secretariat"><bdi>${secretariat.name}</bdi></h2>
${aboutText(book, secretariat)}
</section>
${sourceList(book, secretariat)}`
}`,
    }),
  });
}

function countFound(book: Phrasebook, { found }: NetworkView): string {
  return book.number(
    new Set(found.flatMap(({ organisations }) => organisations.map(({ slug }) => slug))).size,
  );
}

function search(book: Phrasebook, view: NetworkView): Html {
  const { say, locale } = book;
  return html`<section class="card" aria-label="${say("network.searchButton")}">
<form role="search" action="${addresses.network(locale)}">
<div class="field"><label for="q">${say("network.searchLabel")}</label>
<input id="q" name="q" type="search" maxlength="100" autocomplete="off" dir="auto" value="${view.query}"></div>
<button class="button" type="submit">${say("network.searchButton")}</button>
</form>
</section>`;
}

function countries(book: Phrasebook, view: NetworkView): Html {
  const { say } = book;
  const isWhole = view.query === "";
  return html`<section aria-labelledby="found"><h2 id="found">${say("network.byCountry")}</h2>
${isWhole ? html`<p>${say("network.listed", { number: countFound(book, view) })}</p>` : outcome(book, view)}
${
  view.found.length > 0 &&
  html`${map(book, view.found)}
<dl class="rows">${view.found.map(({ name, organisations }) => country(book, view, name, organisations))}</dl>`
}
</section>`;
}

/** What a search found, and the link back to all. */
function outcome(book: Phrasebook, view: NetworkView): Html {
  const gaps = { query: html`<bdi>${view.query}</bdi>`, number: html`${countFound(book, view)}` };
  const text =
    view.found.length > 0
      ? book.fill("network.found", gaps)
      : book.fill("network.none", { query: gaps.query });
  return html`<p role="status">${text}</p>
<p><a href="${addresses.network(book.locale)}">${book.say("network.all")}</a></p>`;
}

function map(book: Phrasebook, found: CountryOrganisations[]): Html {
  const classes = drawMap(Object.fromEntries(found.map(({ country: code }) => [code, 1])));
  return html`<figure>
<svg class="map" viewBox="${mapViewBox}" role="img" aria-label="${book.say("network.map")}">${classes.map(
    ({ step, path }) => html`<path class="m${step}" stroke-dasharray="${dotPattern}" d="${path}"/>`,
  )}</svg>
<figcaption><ul class="legend">${classes.map(
    ({ step, from }) =>
      html`<li><svg viewBox="-4 -4 8 8" aria-hidden="true"><path class="m${step}" d="M0 0h.1"/></svg>${book.say(
        from === 0 ? "network.elsewhere" : "network.here",
      )}</li>`,
  )}</ul></figcaption>
</figure>`;
}

function country(book: Phrasebook, view: NetworkView, name: string, organisations: Organisation[]): Html {
  return html`<div><dt>${name}</dt><dd>${organisations.map(
    (organisation) =>
      html`<p><a href="${addresses.organisation(
        book.locale,
        organisation.slug,
      )}"><bdi>${organisation.name}</bdi></a>: ${kindOf(book, organisation, view.organisations)}</p>
`,
  )}</dd></div>
`;
}
