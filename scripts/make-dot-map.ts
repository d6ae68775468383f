/**
 * Draws the world as a grid of dots and writes which country each dot belongs to. Run it again after an update of
 * world-atlas or d3-geo: `node scripts/make-dot-map.ts`. Its result is committed, so that no page waits for it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoArea, geoBounds, geoCentroid, geoContains, geoEqualEarth } from "d3-geo";
import isoCountries from "i18n-iso-countries";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";

/** Distance between dots in a row, and between rows; every other row is offset by half a dot. */
const pitch = 8;
const rowHeight = 7;
const width = 740;
const target = new URL("../server/public/campaign/dot-map.json", import.meta.url);

type Shape = ReturnType<typeof readShapes>[number];
type Country = { code: string; shape: Shape; bounds: ReturnType<typeof geoBounds> };
type Dot = { column: number; row: number; code: string };

const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(width, { type: "Sphere" });

function readShapes(resolution: "110m" | "50m") {
  const path = createRequire(import.meta.url).resolve(`world-atlas/countries-${resolution}.json`);
  const atlas: Topology<{ countries: GeometryCollection<{ name: string }> }> = JSON.parse(
    readFileSync(path, "utf8"),
  );
  return feature(atlas, atlas.objects.countries).features;
}

function readCountries(resolution: "110m" | "50m"): Country[] {
  return readShapes(resolution).map((shape) => ({ code: codeOf(shape), shape, bounds: geoBounds(shape) }));
}

/** Disputed areas without an ISO number belong to no code: they are drawn as land and never coloured. */
function codeOf(shape: Shape): string {
  return (shape.id === undefined ? undefined : isoCountries.numericToAlpha2(shape.id)) ?? "";
}

function gridPoint(column: number, row: number): [number, number] {
  return [column * pitch + (row % 2 === 0 ? 0 : pitch / 2), row * rowHeight];
}

/**
 * Longitude and latitude of a point; undefined outside the world's outline, where the inverse projection wraps
 * around.
 */
function unproject(dot: [number, number]): [number, number] | undefined {
  const point = projection.invert?.(dot);
  const again = point && projection(point);
  if (!point || !again || Math.hypot(again[0] - dot[0], again[1] - dot[1]) > 0.01) return undefined;
  return point;
}

function isWithin(
  [[west, south], [east, north]]: Country["bounds"],
  [longitude, latitude]: [number, number],
) {
  if (latitude < south || latitude > north) return false;
  return west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east;
}

function findCountry(countries: Country[], point: [number, number]): Country | undefined {
  return countries.find(({ shape, bounds }) => isWithin(bounds, point) && geoContains(shape, point));
}

function sampleGrid(countries: Country[], rows: number): Dot[] {
  const dots: Dot[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column <= width / pitch; column += 1) {
      const point = unproject(gridPoint(column, row));
      const country = point && findCountry(countries, point);
      if (country && country.code !== "AQ") dots.push({ column, row, code: country.code });
    }
  }
  return dots;
}

/** The nearest grid point that no small country has taken and no other country needs. */
function nearestFree([x, y]: [number, number], dots: Dot[], taken: Set<string>): Dot | undefined {
  const owners = new Map(dots.map((dot) => [`${dot.column},${dot.row}`, dot]));
  const sizes = Map.groupBy(dots, (dot) => dot.code);
  const middle = Math.round(y / rowHeight);
  const candidates = [-2, -1, 0, 1, 2].flatMap((step) => {
    const row = middle + step;
    const first = Math.round(x / pitch) - 2;
    return [0, 1, 2, 3, 4].map((more) => ({ column: first + more, row }));
  });
  const free = candidates.filter(({ column, row }) => {
    const owner = owners.get(`${column},${row}`);
    return !taken.has(`${column},${row}`) && (!owner || (sizes.get(owner.code)?.length ?? 0) > 3);
  });
  const distance = (spot: { column: number; row: number }) => {
    const [left, top] = gridPoint(spot.column, spot.row);
    return Math.hypot(left - x, top - y);
  };
  const best = free.sort((one, other) => distance(one) - distance(other))[0];
  return best ? { ...best, code: "" } : undefined;
}

/** Gives a dot to each country too small for the grid; it may take one from a large neighbour. */
function addSmallCountries(dots: Dot[], islands: Dot[]): void {
  const taken = new Set<string>();
  const small = readCountries("50m").filter(({ code }) => code !== "" && code !== "AQ");
  for (const { code, shape } of small.sort((one, other) => geoArea(other.shape) - geoArea(one.shape))) {
    const centre = projection(geoCentroid(shape));
    if (!centre || dots.some((dot) => dot.code === code)) continue;
    const spot = nearestFree(centre, dots, taken);
    if (!spot) continue;
    taken.add(`${spot.column},${spot.row}`);
    const owned = dots.find((dot) => dot.column === spot.column && dot.row === spot.row);
    if (owned) owned.code = code;
    else islands.push({ ...spot, code });
  }
}

/** Runs of neighbouring dots, by country: "column row length", one after another. */
function runsOf(dots: Dot[]): Record<string, string> {
  const runs: Record<string, [column: number, row: number, length: number][]> = {};
  for (const { column, row, code } of dots.sort((a, b) => a.row - b.row || a.column - b.column)) {
    runs[code] ??= [];
    const last = runs[code].at(-1);
    if (last && last[1] === row && last[0] + last[2] === column) last[2] += 1;
    else runs[code].push([column, row, 1]);
  }
  const sorted = Object.entries(runs).sort(([one], [other]) => one.localeCompare(other));
  return Object.fromEntries(sorted.map(([code, list]) => [code, list.map((run) => run.join(" ")).join(",")]));
}

const height = projection([0, -58])?.[1] ?? 0;
const dots = sampleGrid(readCountries("110m"), Math.floor(height / rowHeight));
const islands: Dot[] = [];
addSmallCountries(dots, islands);
const columns = [...dots, ...islands].map((dot) => dot.column);
const rows = [...dots, ...islands].map((dot) => dot.row);
const map = {
  madeBy:
    "scripts/make-dot-map.ts, from Natural Earth (public domain) by world-atlas 2.0.2, Equal Earth projection",
  pitch,
  rowHeight,
  firstRow: Math.min(...rows),
  lastRow: Math.max(...rows),
  firstColumn: Math.min(...columns),
  lastColumn: Math.max(...columns),
  land: runsOf(dots),
  islands: runsOf(islands),
};
writeFileSync(target, `${JSON.stringify(map, undefined, 2)}\n`);
console.log(
  `${dots.length} dots on land, ${islands.length} islands, ${Object.keys(map.land).length} countries`,
);
