/** The forecast for one hour; low and high are null when too few past errors are known. */
export type ForecastHour = { count: number; low: number | null; high: number | null };

/** A forecast, and what it is based on. */
export type Forecast = {
  /** The coming hours, starting with the current one. */
  hours: ForecastHour[];
  /** The last 24 hours as a ratio of the 24 before. */
  trend: number;
  /** Number of past moments at which the rule was tested to find its errors. */
  tries: number;
};

/**
 * Hours until a number is reached; low and high are null when too few past errors are known, or it is too far away.
 */
export type Reach = { hours: number; soonest: number | null; latest: number | null };

const dayLength = 24;
const halfDay = 12;
const hoursAhead = 48;

/** With fewer past tests than this, no range is given. */
const fewestTries = 24;

/** A day more than four times as busy as the last, or less than a quarter as busy, is no trend to extrapolate. */
const strongestTrend = 4;

/** How far ahead a milestone is searched for, in hours. */
const farthest = 7 * dayLength;

/**
 * Forecasts hours from the complete hours before them, oldest first: each equals the same hour of the day before,
 * times the trend of the last day against the one before. Ranges cover the middle eight tenths of the errors that
 * this rule would have made in the past; undefined when the last two days are not enough to go by.
 */
export function forecastHours(past: readonly number[], ahead = hoursAhead): Forecast | undefined {
  const sums = sumsUpTo(past);
  const rule = ruleAt(past, sums, past.length);
  if (!rule) return undefined;
  const { halfDays, tries } = pastErrors(past, sums, ahead);
  // The error of an hour depends on how far ahead it is; hours in the same half day are judged together.
  const ranges = halfDays.map(rangeOf);
  const hours = Array.from({ length: ahead }, (_, lead): ForecastHour => {
    const count = rule.at(lead);
    const range = ranges[Math.floor(lead / halfDay)];
    return { count, low: range ? count * range.low : null, high: range ? count * range.high : null };
  });
  return { hours, trend: rule.trend, tries };
}

/** Finds when a given number of further signatures is forecast to be reached; undefined when not within a week. */
export function reachAfter(past: readonly number[], missing: number): Reach | undefined {
  const sums = sumsUpTo(past);
  const rule = ruleAt(past, sums, past.length);
  if (!rule) return undefined;
  const hours = hoursUntil(rule, missing);
  if (hours === undefined) return undefined;
  const range = rangeOf(sumErrors(past, sums, Math.ceil(hours)));
  return {
    hours,
    soonest: range ? (hoursUntil(rule, missing / range.high) ?? null) : null,
    latest: range && range.low > 0 ? (hoursUntil(rule, missing / range.low) ?? null) : null,
  };
}

type Rule = { trend: number; at(lead: number): number };

/** The rule as of a past moment; undefined when the two days before it are unknown or empty. */
function ruleAt(past: readonly number[], sums: readonly number[], origin: number): Rule | undefined {
  if (origin < 2 * dayLength) return undefined;
  const last = between(sums, origin - dayLength, origin);
  const before = between(sums, origin - 2 * dayLength, origin - dayLength);
  if (last <= 0 || before <= 0) return undefined;
  const trend = Math.min(Math.max(last / before, 1 / strongestTrend), strongestTrend);
  return {
    trend,
    at: (lead) => {
      const same = past[origin - dayLength + (lead % dayLength)] ?? 0;
      return Math.max(same, 0) * trend ** (Math.floor(lead / dayLength) + 1);
    },
  };
}

/** How actual hours compared with the rule's forecast, by the number of half days ahead. */
function pastErrors(past: readonly number[], sums: readonly number[], ahead: number) {
  const halfDays = Array.from({ length: Math.ceil(ahead / halfDay) }, (): number[] => []);
  let tries = 0;
  for (let origin = 2 * dayLength; origin < past.length; origin += 1) {
    const rule = ruleAt(past, sums, origin);
    if (!rule) continue;
    tries += 1;
    for (let lead = 0; lead < ahead && origin + lead < past.length; lead += 1) {
      const expected = rule.at(lead);
      if (expected > 0)
        halfDays[Math.floor(lead / halfDay)]?.push(Math.max(past[origin + lead] ?? 0, 0) / expected);
    }
  }
  return { halfDays, tries };
}

/** How the rule's totals over several hours compared with the actual ones. */
function sumErrors(past: readonly number[], sums: readonly number[], hours: number): number[] {
  const ratios: number[] = [];
  for (let origin = 2 * dayLength; origin + hours <= past.length; origin += 1) {
    const rule = ruleAt(past, sums, origin);
    let expected = 0;
    for (let lead = 0; rule && lead < hours; lead += 1) expected += rule.at(lead);
    if (expected > 0) ratios.push(Math.max(between(sums, origin, origin + hours), 0) / expected);
  }
  return ratios;
}

function hoursUntil(rule: Rule, missing: number): number | undefined {
  let left = missing;
  for (let lead = 0; lead < farthest; lead += 1) {
    const count = rule.at(lead);
    if (count >= left) return lead + left / count;
    left -= count;
  }
  return undefined;
}

/** The middle eight tenths. */
function rangeOf(ratios: readonly number[]): { low: number; high: number } | undefined {
  if (ratios.length < fewestTries) return undefined;
  const sorted = Float64Array.from(ratios).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 1;
  return { low: at(0.1), high: at(0.9) };
}

/** Running totals of all counts before each index: a page is drawn often, and the history is long. */
function sumsUpTo(counts: readonly number[]): number[] {
  const sums = [0];
  for (const [index, count] of counts.entries()) sums.push((sums[index] ?? 0) + count);
  return sums;
}

function between(sums: readonly number[], from: number, to: number): number {
  return (sums[to] ?? 0) - (sums[from] ?? 0);
}
