import { scaleLinear } from "d3-scale";
import { html } from "hono/html";
import type { Dashboard } from "#campaigns/dashboard/read-dashboard.ts";
import type { Step } from "#campaigns/dashboard/read-hours.ts";
import { day, hour } from "#campaigns/platform/durations.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { type Show, showIn } from "./show.ts";

/** Height of both charts, in pixels. */
export const chartHeight = 300;

const top = 64;
const bottom = 244;

/** A bar of the chart; a forecast may have a range. */
type Bar = Step & { isForecast: boolean; low: number | null; high: number | null };

/**
 * Draws bars across the whole width: positions are percentages and letters keep their size, so that the same drawing
 * serves a phone, a desktop and a picture. It reads from left to right in every language, like time axes do.
 */
export function stepsChart(book: ConsoleBook, dashboard: Dashboard, by: "hour" | "day"): Html {
  const bars = by === "hour" ? hourBars(dashboard) : dayBars(dashboard);
  // A range may extend far beyond what is likely: it ends at the top edge, and the table has its numbers.
  const y = scaleLinear([0, Math.max(4, ...bars.map(({ count }) => count))], [bottom, top])
    .nice(3)
    .clamp(true);
  const slot = 100 / Math.max(bars.length, 1);
  const offset = (index: number) => `${(index * slot).toFixed(2)}%`;
  const rows = bars.map((bar, index) => {
    const height = bottom - y(Math.max(bar.count, 0));
    const middle = `${((index + 0.42) * slot).toFixed(2)}%`;
    const range =
      bar.low !== null && bar.high !== null
        ? html`<line class="range" x1="${middle}" x2="${middle}"
y1="${y(bar.low).toFixed(1)}" y2="${y(bar.high).toFixed(1)}"/>`
        : "";
    return html`<rect class="${
      bar.isForecast ? "d3" : "d1"
    }" x="${offset(index)}" width="${(slot * 0.84).toFixed(2)}%"
y="${(bottom - height).toFixed(1)}" height="${Math.max(height, 0).toFixed(1)}"/>${range}`;
  });
  const grid = y.ticks(3).filter((tick) => tick > 0 && Number.isInteger(tick));
  return html`<svg class="plot" direction="ltr" width="100%" height="${chartHeight}"
role="img" aria-label="${describe(book, dashboard, by)}">${grid.map(
    (tick) =>
      html`<line class="grid" x1="0" x2="100%" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}"/>`,
  )}${rows}<line class="axis" x1="0" x2="100%" y1="${bottom}" y2="${bottom}"/>${grid.map(
    (tick) => html`<text class="soft" x="0" y="${(y(tick) - 4).toFixed(1)}">${book.number(tick)}</text>`,
  )}${
    by === "hour" ? hourMarks(book, dashboard, bars, slot) : dayMarks(book, bars, slot)
  }${milestoneMarks(book, dashboard, bars, slot, by)}</svg>`;
}

function hourBars({ hours, forecast, readAt }: Dashboard): Bar[] {
  const past = hours.map((step): Bar => ({ ...step, isForecast: false, low: null, high: null }));
  const now = hours.at(-1)?.at.getTime() ?? 0;
  // To the end of tomorrow; the current hour is drawn as far as it has come.
  const end = (Math.floor(readAt.getTime() / day) + 2) * day;
  const ahead = (forecast?.hours ?? []).slice(1).map(
    (expected, index): Bar => ({
      at: new Date(now + (index + 1) * hour),
      isForecast: true,
      ...expected,
    }),
  );
  return [...past, ...ahead.filter(({ at }) => at.getTime() < end)];
}

/** Every day from the first one on, including those without a signature. */
function dayBars({ days, readAt }: Dashboard): Bar[] {
  const counts = new Map(days.map(({ at, count }) => [at.getTime(), count]));
  const first = days[0]?.at.getTime() ?? Math.floor(readAt.getTime() / day) * day;
  const length = Math.max(1, Math.floor((readAt.getTime() - first) / day) + 1);
  return Array.from({ length }, (_, index) => {
    const at = first + index * day;
    return { at: new Date(at), count: counts.get(at) ?? 0, isForecast: false, low: null, high: null };
  });
}

function describe(book: ConsoleBook, { hours, days }: Dashboard, by: "hour" | "day"): string {
  const show = showIn(book.locale);
  const steps = by === "hour" ? hours : days;
  const busiest = steps.reduce<Step | undefined>(
    (most, step) => (!most || step.count > most.count ? step : most),
    undefined,
  );
  if (!busiest || busiest.count <= 0) return book.say(`dashboard.chart.${by}.empty`);
  const when = by === "hour" ? show.dayTime(busiest.at) : show.day(busiest.at);
  return book.say(`dashboard.chart.${by}.label`, { when, number: book.number(busiest.count) });
}

/** Times under the bars, days below them, and a line for now. */
function hourMarks(book: ConsoleBook, { readAt }: Dashboard, bars: Bar[], slot: number): Html {
  const show = showIn(book.locale);
  const x = (index: number) => `${(index * slot).toFixed(2)}%`;
  const now = bars.findIndex(({ isForecast }) => isForecast);
  const line = now === -1 ? bars.length : now;
  const marks = bars.flatMap(({ at }, index) => {
    const clock = at.getUTCHours();
    if (clock === 0 && index < bars.length - 3)
      return [
        html`<line class="day" x1="${x(index)}" x2="${x(index)}" y1="${bottom}" y2="${bottom + 40}"/>${dayText(
          show,
          at,
          "strong",
          x(index),
          bottom + 36,
        )}`,
      ];
    return clock % 6 === 0
      ? [
          html`<text class="soft middle wide-only" x="${x(index)}"
y="${bottom + 16}">${show.time(at).slice(0, 2)}</text>`,
        ]
      : [];
  });
  return html`${marks}<line class="now" x1="${x(line)}"
x2="${x(line)}" y1="${top - 22}" y2="${bottom}"/><text class="strong${
    line > bars.length * 0.8 ? " end" : ""
  }" x="${x(line)}" dx="${line > bars.length * 0.8 ? -5 : 5}" y="${top - 12}">${book.say(
    "dashboard.chart.now",
    { time: show.time(readAt) },
  )}</text>`;
}

/** A day, abbreviated on narrow screens. */
function dayText(show: Show, at: Date, weight: "strong" | "soft", x: string, y: number): Html {
  return html`<text class="${weight} wide-only" x="${x}" dx="5" y="${y}">${show.day(at)}</text><text
class="${weight} narrow-only" x="${x}" dx="5" y="${y}">${show.dayShort(at)}</text>`;
}

function dayMarks(book: ConsoleBook, bars: Bar[], slot: number): Html {
  const show = showIn(book.locale);
  const every = Math.max(1, Math.ceil(bars.length / 4));
  return html`${bars.map(({ at }, index) =>
    index % every === 0
      ? html`<line class="day" x1="${(index * slot).toFixed(2)}%"
x2="${(index * slot).toFixed(2)}%" y1="${bottom}" y2="${bottom + 22}"/>${dayText(
          show,
          at,
          "soft",
          `${(index * slot).toFixed(2)}%`,
          bottom + 18,
        )}`
      : "",
  )}`;
}

/** Goals reached during the time that the bars cover. */
function milestoneMarks(
  book: ConsoleBook,
  { milestones }: Dashboard,
  bars: Bar[],
  slot: number,
  by: "hour" | "day",
): Html {
  const first = bars[0]?.at.getTime() ?? 0;
  const length = by === "hour" ? hour : day;
  const goals = (milestones?.reached ?? []).map(({ goal, reachedAt }) => ({
    goal,
    index: (reachedAt.getTime() - first) / length,
  }));
  const shown = goals.filter(({ index }) => index >= 0 && index <= bars.length);
  const marks = shown.flatMap(({ goal, index }, order) => {
    // Of marks too close to tell apart only the highest is shown; the table has them all.
    const next = shown[order + 1];
    if (next && (next.index - index) * slot < 9) return [];
    const x = `${(index * slot).toFixed(2)}%`;
    const late = index > bars.length * 0.85;
    return [
      html`<line class="goal" x1="${x}" x2="${x}" y1="20" y2="${bottom}"/><text class="strong${
        late ? " end" : ""
      }" x="${x}" dx="${late ? -5 : 5}" y="14">${book.number(goal)}</text>`,
    ];
  });
  return html`${marks}`;
}
