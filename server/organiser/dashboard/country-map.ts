import { html } from "hono/html";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import map from "./country-map.json" with { type: "json" };

/** Size of the drawing. */
export const mapSize = { width: map.width, height: map.height };

const land = Object.entries(map.land);

/** Countries of one shade: those with at least `from` signatures, and fewer than the next class. */
type MapClass = { shade: 0 | 1 | 2 | 3; from: number };

/** None, then up to three powers of ten, the last being the highest that a country has reached. */
function classesFor(most: number): MapClass[] {
  if (most < 1) return [{ shade: 0, from: 0 }];
  const power = Math.floor(Math.log10(most));
  const steps = [power - 2, power - 1, power].filter((step) => step >= 0).map((step) => 10 ** step);
  const shades = ([1, 2, 3] as const).slice(3 - steps.length);
  return [
    { shade: 0, from: 0 },
    ...shades.map((shade, index): MapClass => ({ shade, from: steps[index] ?? 1 })),
  ];
}

/**
 * Draws the world, each country shaded by its signatures; the table next to it has the numbers and the small
 * countries.
 */
export function countryMap(book: ConsoleBook, countries: readonly { code: string; counted: number }[]): Html {
  const counts = new Map(countries.map(({ code, counted }) => [code, counted]));
  const classes = classesFor(Math.max(0, ...counts.values()));
  const paths = classes.map(({ shade, from }, index) => {
    const below = classes[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    const shapes = land.filter(([code]) => {
      const count = counts.get(code) ?? 0;
      return count >= from && count < below;
    });
    return html`<path class="m${shade}" d="${shapes.map(([, path]) => path).join("")}"/>`;
  });
  return html`<svg class="map" viewBox="0 0 ${map.width} ${map.height}"
role="img" aria-label="${book.say("dashboard.map.label")}">${paths}</svg>`;
}

/** The map's legend. */
export function mapKey(book: ConsoleBook, countries: readonly { counted: number }[]): Html {
  const classes = classesFor(Math.max(0, ...countries.map(({ counted }) => counted)));
  return html`<ul class="key">${classes.toReversed().map(({ shade, from }) => {
    const text =
      shade === 0
        ? book.say("dashboard.map.fewer", { number: book.number(classes[1]?.from ?? 1) })
        : book.say("dashboard.map.from", { number: book.number(from) });
    return html`<li><svg width="12" height="12" aria-hidden="true">
<rect class="m${shade}" width="12" height="12"/></svg> ${text}</li>`;
  })}</ul>`;
}
