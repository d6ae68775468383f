import map from "./country-map.json" with { type: "json" };

/** Size of the map, in units of its paths. */
export const countryMapSize = { width: map.width, height: map.height };

const land = Object.entries(map.land);

/**
 * Countries of one shade, with at least `from` signatures and fewer than the next shade, as one path of SVG; shade 0
 * is the lightest.
 */
export type CountryShade = { shade: 0 | 1 | 2 | 3; from: number; path: string };

/** Shades the world by what was counted in each country. */
export function shadeCountries(countries: readonly { code: string; counted: number }[]): CountryShade[] {
  const counts = new Map(countries.map(({ code, counted }) => [code, counted]));
  const steps = stepsTo(Math.max(0, ...counts.values()));
  return steps.map(({ shade, from }, index) => {
    const below = steps[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    const shapes = land.filter(([code]) => {
      const count = counts.get(code) ?? 0;
      return count >= from && count < below;
    });
    return { shade, from, path: shapes.map(([, path]) => path).join("") };
  });
}

/** None, then up to three powers of ten, the last being the highest that a country has reached. */
function stepsTo(most: number): Omit<CountryShade, "path">[] {
  if (most < 1) return [{ shade: 0, from: 0 }];
  const power = Math.floor(Math.log10(most));
  const steps = [power - 2, power - 1, power].filter((step) => step >= 0).map((step) => 10 ** step);
  const shades = ([1, 2, 3] as const).slice(3 - steps.length);
  return [{ shade: 0, from: 0 }, ...shades.map((shade, index) => ({ shade, from: steps[index] ?? 1 }))];
}
