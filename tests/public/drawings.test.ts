import { describe, expect, test } from "vitest";
import { countryNames } from "#campaigns/texts/countries.ts";
import { qrCode } from "#server/page/qr.view.ts";
import { drawMap } from "#server/public/campaign/dot-map.ts";
import { drawStrokes } from "#server/public/campaign/strokes.ts";

const strokesOf = (total: number, goal: number) => {
  const { unit, bundles } = drawStrokes(total, goal);
  const strokes = bundles.flatMap((bundle) => bundle.strokes);
  const tied = bundles.filter((bundle) => bundle.isFull).length;
  return { unit, count: strokes.length, full: strokes.filter((stroke) => stroke.isFull).length, tied };
};

describe("Strokes", () => {
  test.each([
    [7_012_480, 8_000_000, { unit: 100_000, count: 80, full: 70, tied: 7 }],
    [0, 1_000, { unit: 10, count: 100, full: 0, tied: 0 }],
    [9, 1_000, { unit: 10, count: 100, full: 0, tied: 0 }],
    [10, 1_000, { unit: 10, count: 100, full: 1, tied: 0 }],
    [999, 1_000, { unit: 10, count: 100, full: 99, tied: 9 }],
    [7, 12, { unit: 1, count: 12, full: 7, tied: 0 }],
    [250, 250, { unit: 5, count: 50, full: 50, tied: 5 }],
    [1, 7, { unit: 1, count: 7, full: 1, tied: 0 }],
    [30_000, 25_000, { unit: 500, count: 50, full: 50, tied: 5 }],
  ])("%i of %i can be counted", (total, goal, expected) => {
    expect(strokesOf(total, goal)).toEqual(expected);
  });

  test("are never more than a hundred, whatever the goal", () => {
    for (let goal = 1; goal < 50_000_000; goal = Math.ceil(goal * 1.37)) {
      const { count, unit } = strokesOf(0, goal);
      expect(count).toBeLessThanOrEqual(100);
      expect(count * unit).toBeGreaterThanOrEqual(goal);
    }
  });
});

describe("The map", () => {
  test("shows land only when nobody has signed", () => {
    expect(drawMap({})).toEqual([{ step: 0, from: 0, path: expect.stringMatching(/^M/) }]);
  });

  test("sorts countries by powers of ten, the darkest being the highest reached", () => {
    const classes = drawMap({ GB: 735_900, TH: 10_000, PH: 9_999, FR: 10 });
    expect(classes.map(({ step, from }) => [step, from])).toEqual([
      [0, 0],
      [1, 10],
      [2, 1_000],
      [3, 10_000],
      [4, 100_000],
    ]);
    for (const { path } of classes) expect(path).not.toBe("");
  });

  test("needs fewer classes for small numbers", () => {
    expect(drawMap({ GB: 137 }).map(({ from }) => from)).toEqual([0, 10, 100]);
    expect(drawMap({ GB: 10, other: 10_000 }).map(({ step, from }) => [step, from])).toEqual([
      [0, 0],
      [4, 10],
    ]);
  });

  test("shows no country that is not named", () => {
    expect(drawMap({ other: 12 })).toEqual(drawMap({}));
    expect(drawMap({ GB: 9 })).toEqual(drawMap({}));
  });

  test("gives a dot to each country, however small, once it is named", () => {
    // Too small or too remote for the atlas: their people stand in the table.
    const missing = countryNames("en").filter(({ code }) => drawMap({ [code]: 15 }).at(-1)?.path === "");
    expect(missing.map(({ code }) => code).length).toBeLessThan(20);
    for (const code of ["SG", "MT", "LU", "FJ", "BH", "BB"]) {
      expect(drawMap({ [code]: 15 }).at(-1)?.path, code).toMatch(/^M/);
    }
  });
});

test("A QR code is dark on white and tells what it is", () => {
  const drawing = qrCode("https://sheaf.example/c/x?source=qr", "A code").toString();
  expect(drawing).toContain('role="img" aria-label="A code"');
  expect(drawing).toMatch(/<rect class="light"[^>]*\/><path d="M4 4h7v1h-7z/);
});
