import { html } from "hono/html";
import type { Campaign, IllustrationName } from "#campaigns/petitions/campaign.ts";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";

const width = 640;
const height = 240;
const centre = width / 2;

/** A campaign's drawing in its own colours, with what it shows in words; nothing for a campaign that names none. */
export function illustration(book: Phrasebook, { illustration: name }: Campaign): Html | undefined {
  if (!name) return undefined;
  const label = book.say(`drawing.${name}`);
  const size = `0 0 ${width} ${height}`;
  return html`<svg class="drawing" viewBox="${size}" role="img" aria-label="${label}">${draw[name]()}</svg>`;
}

const draw: Record<IllustrationName, () => Html> = { shelter: drawShelter, sheaf: drawSheaf };

/** Rows of short strokes, side by side, that form an arch; under it small lights. */
function drawShelter(): Html {
  const rows = [88, 112, 136, 160, 184, 208].map((radius, row) => {
    const length = Math.round(Math.PI * radius);
    const path = `M${centre - radius} ${height}a${radius} ${radius} 0 0 1 ${2 * radius} 0`;
    // The top of the arch falls between two strokes: half an arc ends there, and would bend one.
    const offset = (((6 - length / 2) % 9) + 9) % 9;
    return html`<path class="r${row % 3}" pathLength="${length}" stroke-dashoffset="${offset}" d="${path}"/>`;
  });
  const lights = [
    [-46, 22],
    [-26, 48],
    [4, 28],
    [22, 56],
    [48, 24],
    [-6, 66],
    [-22, 14],
    [28, 14],
  ].map(([x = 0, y = 0]) => html`<circle cx="${centre + x}" cy="${height - y}" r="5"/>`);
  return html`<g class="strokes-of">${rows}</g><g class="lights">${lights}</g>`;
}

/** Single lines from everywhere that come together, are tied, and open into a fan with a light on every line. */
function drawSheaf(): Html {
  const lines = Array.from({ length: 17 }, (_, index) => {
    const step = index - 8;
    const [foot, top] = [centre + step * 38, centre + step * 26];
    const [near, waist] = [centre + step * 3, centre + step * 2.4];
    const crown = 26 + step * step * 1.4;
    return {
      path: `M${foot} ${height}Q${near} 165 ${waist} 150Q${near} 110 ${top} ${crown}`,
      light: html`<circle cx="${top}" cy="${crown - 8}" r="5"/>`,
      row: Math.abs(step) % 3,
    };
  });
  const strands = lines.map(({ path, row }) => html`<path class="r${row}" d="${path}"/>`);
  return html`<g class="lines">${strands}<path class="tied-by" d="M${centre - 30} 150h60"/></g>
<g class="lights">${lines.map(({ light }) => light)}</g>`;
}
