import { html, raw } from "hono/html";
import sharp from "sharp";
import type { Dashboard } from "#campaigns/dashboard/read-dashboard.ts";
import { campaignName } from "#campaigns/petitions/text-locale.ts";
import { countryMapSize } from "#campaigns/texts/country-map.ts";
import { toText } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { countryMap } from "./country-map.ts";
import type { ChartName } from "./dashboard-addresses.ts";
import { showIn } from "./show.ts";
import { chartHeight, stepsChart } from "./steps-chart.ts";

const width = 1200;
const head = 64;

/** A picture has its own light background, whatever the reader's screen; the colours are those of console.css. */
const style = raw(`<style>
text { font: 12px "Noto Sans", "Noto Sans Thai", "Noto Sans Arabic", "DejaVu Sans", sans-serif; fill: #4a524c; }
.title { font-size: 20px; font-weight: 700; fill: #171b18; } .strong { font-weight: 700; fill: #171b18; }
.narrow-only { display: none; } text { stroke: #ffffff; stroke-width: 3px; paint-order: stroke; }
.end { text-anchor: end; } .middle { text-anchor: middle; }
.d1, .m3 { fill: #2f5f58; } .d3 { fill: #b5ccc7; } .m2 { fill: #6f9a92; } .m1 { fill: #b5ccc7; } .m0 { fill: #e4e9e6; }
line { stroke: #7b857d; } .grid { stroke: #dadfd8; } .now { stroke: #171b18; } .goal { stroke-dasharray: 2 3; }
</style>`);

/** Draws a dashboard chart as a PNG with its title and the time of its figures. */
export async function chartPng(book: ConsoleBook, dashboard: Dashboard, chart: ChartName): Promise<Buffer> {
  const show = showIn(book.locale);
  const scale = width / countryMapSize.width;
  const height = chart === "countries" ? countryMapSize.height * scale : chartHeight;
  const drawn =
    chart === "countries"
      ? countryMap(book, dashboard.countries)
      : stepsChart(book, dashboard, chart === "days" ? "day" : "hour");
  const title = {
    hours: book.say("dashboard.chart.hour.title"),
    days: book.say("dashboard.chart.day.title"),
    countries: book.say("dashboard.countries"),
  }[chart];
  const { readAt, figures, scope } = dashboard;
  const line = `${book.number(
    figures.counted,
  )} · ${show.day(readAt)} ${readAt.getUTCFullYear()}, ${show.time(readAt)} UTC`;
  const svg = toText(
    html`<svg xmlns="http://www.w3.org/2000/svg" width="${width + 48}"
height="${height + head + 24}">${style}<rect width="100%" height="100%" fill="#ffffff"/><text class="title" x="24"
y="34">${campaignName(scope.campaign, book.locale)}: ${title}</text><text x="24" y="54">${line}</text>
<svg x="24" y="${head}" width="${width}" height="${height}">${drawn}</svg></svg>`,
  );
  return sharp(Buffer.from(svg)).png().toBuffer();
}
