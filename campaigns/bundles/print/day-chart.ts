import { scaleLinear } from "d3-scale";
import { day as dayLength } from "../../platform/durations.ts";

/** A day in UTC, such as 2026-01-31, and the signatures of it. */
export type DayCount = { day: string; signatures: number };

/**
 * A chart as an SVG without texts, to be stretched: `ticks` say what a height stands for and `marks` where a day
 * begins, both as shares of height and width.
 */
export type DayChart = {
  svg: string;
  /** How many days a bar stands for. */
  daysInBar: number;
  ticks: { at: number; signatures: number }[];
  marks: { at: number; day: string }[];
};

const size = { width: 1_000, height: 200 };
/** More bars than this can't be told apart on paper. */
const mostBars = 200;
const mostMarks = 5;

/** Draws signatures by day as bars, from the first day to the last; it reads from left to right in every language. */
export function drawDays(days: readonly DayCount[], colour: string): DayChart {
  const { bars, daysInBar, first } = barsOf(days);
  const y = scaleLinear([0, Math.max(4, ...bars)], [size.height, 0]).nice(3);
  const slot = size.width / bars.length;
  const rectangles = bars.map((count, index) => {
    const [x, top] = [fixed(index * slot), y(count)];
    const [width, height] = [fixed(slot * 0.84), fixed(size.height - top)];
    return `<rect x="${x}" y="${fixed(top)}" width="${width}" height="${height}"/>`;
  });
  const ticks = y.ticks(3).filter((tick) => tick > 0 && Number.isInteger(tick));
  const grid = ticks.map((tick) => `<path d="M0 ${fixed(y(tick))}h${size.width}"/>`);
  const every = Math.max(1, Math.ceil(bars.length / mostMarks));
  const marked = bars.map((_, index) => index).filter((index) => index % every === 0);
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" preserveAspectRatio="none"
width="${size.width}" height="${size.height}">
<g stroke="#d5d8d5" fill="none">${grid.join("")}</g><g fill="${colour}">${rectangles.join("")}</g>
<path stroke="#555" d="M0 ${size.height - 0.5}h${size.width}"/></svg>`,
    daysInBar,
    ticks: ticks.map((tick) => ({ at: y(tick) / size.height, signatures: tick })),
    marks: marked.map((index) => ({
      at: index / bars.length,
      day: dayName(first + index * daysInBar),
    })),
  };
}

/** Days by their number since 1970, each with its signatures. */
export function numberedDays(days: readonly DayCount[]): Map<number, number> {
  return new Map(days.map(({ day, signatures }) => [Date.parse(day) / dayLength, signatures]));
}

/** The name of a day by its number, such as 2026-01-31. */
export function dayName(number: number): string {
  return new Date(number * dayLength).toISOString().slice(0, 10);
}

function barsOf(days: readonly DayCount[]): { bars: number[]; daysInBar: number; first: number } {
  const counts = numberedDays(days);
  const first = Math.min(...counts.keys());
  const length = Math.max(...counts.keys()) - first + 1;
  const daysInBar = Math.ceil(length / mostBars);
  const bars = Array.from({ length: Math.ceil(length / daysInBar) }, () => 0);
  for (const [day, signatures] of counts) {
    const bar = Math.floor((day - first) / daysInBar);
    bars[bar] = (bars[bar] ?? 0) + signatures;
  }
  return { bars, daysInBar, first };
}

function fixed(value: number): string {
  return value.toFixed(1);
}
