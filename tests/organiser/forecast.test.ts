import { expect, test } from "vitest";
import { forecastHours, reachAfter } from "#campaigns/dashboard/forecast.ts";

/** Days of so many signatures each, busier by day than by night. */
function daysOf(...totals: number[]): number[] {
  return totals.flatMap((total) =>
    Array.from({ length: 24 }, (_, clock) => (clock < 12 ? total / 36 : total / 18)),
  );
}

test("an hour ahead is the same hour of the day before, times the trend", () => {
  const forecast = forecastHours(daysOf(1_000, 500));
  expect(forecast?.trend).toBeCloseTo(0.5);
  const counts = forecast?.hours.map(({ count }) => count) ?? [];
  expect(counts[0]).toBeCloseTo((500 / 36) * 0.5);
  expect(counts[12]).toBeCloseTo((500 / 18) * 0.5);
  expect(counts[24]).toBeCloseTo((500 / 36) * 0.25);
});

test("a forecast gives no range from too few past errors, and none at all from less than two days", () => {
  expect(forecastHours(daysOf(1_000))).toBeUndefined();
  expect(forecastHours(daysOf(1_000, 1_000))?.hours[0]).toMatchObject({ low: null, high: null });
  expect(reachAfter(daysOf(1_000, 1_000), 100)).toMatchObject({ soonest: null, latest: null });
});

test("a rule that was never wrong has no width, and one that was often wrong has", () => {
  const [sure] = forecastHours(daysOf(900, 900, 900, 900, 900, 900))?.hours ?? [];
  expect(sure?.low).toBeCloseTo(sure?.count ?? 0);
  expect(sure?.high).toBeCloseTo(sure?.count ?? 0);
  const [unsure] = forecastHours(daysOf(900, 1_800, 700, 1_500, 600, 1_900))?.hours ?? [];
  expect(unsure?.low).toBeLessThan(unsure?.count ?? 0);
});

test("a number is reached when the hours ahead add up to it; what lies past a week is not told", () => {
  const past = daysOf(1_200, 1_200);
  expect(reachAfter(past, 1_200)?.hours).toBeCloseTo(24);
  expect(reachAfter(past, 1_200 / 36)?.hours).toBeCloseTo(1);
  expect(reachAfter(past, 9_000_000)).toBeUndefined();
});
