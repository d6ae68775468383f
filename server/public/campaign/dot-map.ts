import { scaleThreshold } from "d3-scale";
import { allOthers, fewestNamed } from "#campaigns/signing/tallies/read-public-totals.ts";
import map from "./dot-map.json" with { type: "json" };

/** Dots of one colour and size: the countries with at least `from` signatures, and fewer than the next class. */
export type MapClass = { step: number; from: number; path: string };

const { pitch, rowHeight, firstRow, lastRow, firstColumn, lastColumn } = map;

/** What the map shows, as an SVG viewBox. */
export const mapViewBox = [
  firstColumn * pitch - pitch / 2,
  firstRow * rowHeight - pitch / 2,
  (lastColumn - firstColumn + 1.5) * pitch,
  (lastRow - firstRow) * rowHeight + pitch,
].join(" ");

/** Dots are 8 apart, so a dashed line with gaps of 8 and round ends draws a whole run of them. */
export const dotPattern = `0 ${pitch}`;

const land = new Map(Object.entries(map.land).map(([code, runs]) => [code, drawRuns(runs)]));
const islands = new Map(Object.entries(map.islands).map(([code, runs]) => [code, drawRuns(runs)]));

/** A run is "column row length"; a line ends slightly late, or rounding would lose its last dot. */
function drawRuns(runs: string): string {
  return runs
    .split(",")
    .map((run) => {
      const [column = 0, row = 0, length = 1] = run.split(" ").map(Number);
      const x = column * pitch + (row % 2 === 0 ? 0 : pitch / 2);
      return `M${x} ${row * rowHeight}h${(length - 1) * pitch || ""}.1`;
    })
    .join("");
}

/**
 * Sorts the dots of the world into classes by each country's signatures: none or too few to be named, then up to four
 * classes, `step` 0 to 4. Small islands that are not named have no dot.
 */
export function drawMap(byCountry: Readonly<Record<string, number>>): MapClass[] {
  const { [allOthers]: _, ...named } = byCountry;
  const thresholds = mapThresholds(Math.max(0, ...Object.values(named)));
  const steps = thresholds.map((_, index) => 5 - thresholds.length + index);
  const stepOf = scaleThreshold<number, number>()
    .domain(thresholds)
    .range([0, ...steps]);
  const paths = new Map<number, string[]>([0, ...steps].map((step) => [step, []]));
  for (const [code, path] of land) paths.get(stepOf(byCountry[code] ?? 0))?.push(path);
  for (const [code, path] of islands) {
    const step = stepOf(byCountry[code] ?? 0);
    if (step > 0) paths.get(step)?.push(path);
  }
  const from = [0, ...thresholds];
  return Array.from(paths, ([step, parts], index) => ({
    step,
    from: from[index] ?? 0,
    path: parts.join(""),
  }));
}

/** The dots of some countries, as one path. */
export function drawCountries(codes: readonly string[]): string {
  return codes.map((code) => land.get(code) ?? islands.get(code) ?? "").join("");
}

/** The fewest that a country is named with, and up to three powers of ten above, the last being the highest reached. */
function mapThresholds(most: number): number[] {
  if (most < fewestNamed) return [];
  const top = Math.floor(Math.log10(most));
  const powers = [top - 2, top - 1, top].map((power) => 10 ** power);
  return [fewestNamed, ...powers.filter((power) => power > fewestNamed)];
}
