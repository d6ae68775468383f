/**
 * Draws the countries of the world as SVG paths for the maps of console and prints. Run it again after an update of
 * world-atlas or d3-geo: `node scripts/make-country-map.ts`. Its result is committed, so that no page waits for it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoEqualEarth, geoPath } from "d3-geo";
import isoCountries from "i18n-iso-countries";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";

const width = 600;
const target = new URL("../campaigns/texts/country-map.json", import.meta.url);

const path = createRequire(import.meta.url).resolve("world-atlas/countries-110m.json");
const atlas: Topology<{ countries: GeometryCollection<{ name: string }> }> = JSON.parse(
  readFileSync(path, "utf8"),
);
const shapes = feature(atlas, atlas.objects.countries).features.filter(({ id }) => id !== "010");
const projection = geoEqualEarth()
  .rotate([-11, 0])
  .fitWidth(width, { type: "FeatureCollection", features: shapes });
const draw = geoPath(projection).digits(0);
const height = Math.ceil(draw.bounds({ type: "FeatureCollection", features: shapes })[1][1]);

const land: Record<string, string> = {};
for (const shape of shapes) {
  // Disputed areas without an ISO number belong to no code: they are drawn as land and never coloured.
  const kosovo = shape.properties?.name === "Kosovo" ? "XK" : "";
  const code = (shape.id === undefined ? undefined : isoCountries.numericToAlpha2(shape.id)) ?? kosovo;
  land[code] = (land[code] ?? "") + shorten(draw(shape) ?? "");
}

/** Leaves out points that rounding moved onto the previous one, and islands that became a single point. */
function shorten(drawn: string): string {
  return drawn
    .split("M")
    .slice(1)
    .map((ring) => ring.replace("Z", "").split("L"))
    .map((points) => points.filter((point, index) => point !== points[index - 1]))
    .filter((points) => points.length > 2)
    .map(toSteps)
    .join("");
}

/** A ring as relative steps, which need half the characters; a minus sign separates numbers as well as a space. */
function toSteps(points: string[]): string {
  const corners = points.map((point) => point.split(",").map(Number));
  const steps = corners.slice(1).flatMap(([x = 0, y = 0], index) => {
    const [fromX = 0, fromY = 0] = corners[index] ?? [];
    return [x - fromX, y - fromY];
  });
  return `M${corners[0]?.join(" ")}l${steps.join(" ").replaceAll(" -", "-")}z`;
}

const sorted = Object.fromEntries(Object.entries(land).sort(([one], [other]) => one.localeCompare(other)));
const madeBy =
  "scripts/make-country-map.ts, from Natural Earth (public domain) by world-atlas 2.0.2, Equal Earth projection";
writeFileSync(target, `${JSON.stringify({ madeBy, width, height, land: sorted }, undefined, 2)}\n`);
console.log(`${shapes.length} shapes, ${Object.values(land).join("").length} characters`);
