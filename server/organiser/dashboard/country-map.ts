import { html } from "hono/html";
import { countryMapSize, shadeCountries } from "#campaigns/texts/country-map.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";

type Countries = readonly { code: string; counted: number }[];

/**
 * Draws the world, each country shaded by its signatures; the table next to it has the numbers and the small
 * countries.
 */
export function countryMap(book: ConsoleBook, countries: Countries): Html {
  const { width, height } = countryMapSize;
  const paths = shadeCountries(countries).map(
    ({ shade, path }) => html`<path class="m${shade}" d="${path}"/>`,
  );
  return html`<svg class="map" viewBox="0 0 ${width} ${height}"
role="img" aria-label="${book.say("dashboard.map.label")}">${paths}</svg>`;
}

/** The map's legend. */
export function mapKey(book: ConsoleBook, countries: Countries): Html {
  const shades = shadeCountries(countries);
  return html`<ul class="key">${shades.toReversed().map(({ shade, from }) => {
    const text =
      shade === 0
        ? book.say("dashboard.map.fewer", { number: book.number(shades[1]?.from ?? 1) })
        : book.say("dashboard.map.from", { number: book.number(from) });
    return html`<li><svg width="12" height="12" aria-hidden="true">
<rect class="m${shade}" width="12" height="12"/></svg> ${text}</li>`;
  })}</ul>`;
}
