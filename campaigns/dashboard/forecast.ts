/** What an hour ahead may bring; low and high are null where too few past errors are known to say. */
export type ForecastHour = { count: number; low: number | null; high: number | null };

/** A forecast, and what it rests on. */
export type Forecast = {
  /** The coming hours, the first being the one that runs now. */
  hours: ForecastHour[];
  /** The last 24 hours in proportion to the 24 before. */
  trend: number;
  /** Past moments at which the same rule was tried to find its errors. */
  tries: number;
};

/** Hours until a number is reached; low and high are null where too few past errors are known, or it is too far off. */
export type Reach = { hours: number; soonest: number | null; latest: number | null };

const dayLength = 24;
const hoursAhead = 48;

/** Fewer past tries than this say nothing about a range. */
const fewestTries = 24;

/** A day more than four times as busy, or less than a quarter, is no trend to go on with. */
const strongestTrend = 4;

/** How far ahead a milestone is looked for, in hours. */
const farthest = 7 * dayLength;

/**
 * Forecasts hours from the whole hours before them, oldest first: each as the same hour of the day before, times the trend
 * of the last day against the one before. Ranges hold the middle eight of ten errors that this rule would have made in the
 * past; undefined when the last two days say too little.
 */
export function forecastHours(past: readonly number[], ahead = hoursAhead): Forecast | undefined {
  const rule = ruleAt(past, past.length);
  if (!rule) return undefined;
  const errors = pastErrors(past, ahead);
  const hours = Array.from({ length: ahead }, (_, lead): ForecastHour => {
    const count = rule.at(lead);
    // An hour's error depends on how far ahead it is; those of one half day are judged together.
    const known = errors.filter((error) => Math.floor(error.lead / 12) === Math.floor(lead / 12));
    const range = rangeOf(known.map(({ ratio }) => ratio));
    return { count, low: range ? count * range.low : null, high: range ? count * range.high : null };
  });
  const tries = new Set(errors.map(({ origin }) => origin)).size;
  return { hours, trend: rule.trend, tries };
}

/** Finds when so many more signatures are reached by the rule; undefined when not within a week. */
export function reachAfter(past: readonly number[], missing: number): Reach | undefined {
  const rule = ruleAt(past, past.length);
  if (!rule) return undefined;
  const hours = hoursUntil(rule, missing);
  if (hours === undefined) return undefined;
  const range = rangeOf(sumErrors(past, Math.ceil(hours)));
  return {
    hours,
    soonest: range ? (hoursUntil(rule, missing / range.high) ?? null) : null,
    latest: range && range.low > 0 ? (hoursUntil(rule, missing / range.low) ?? null) : null,
  };
}

type Rule = { trend: number; at(lead: number): number };

/** The rule as it would have stood at a past moment; undefined when two days before it are not known or empty. */
function ruleAt(past: readonly number[], origin: number): Rule | undefined {
  if (origin < 2 * dayLength) return undefined;
  const last = sum(past, origin - dayLength, origin);
  const before = sum(past, origin - 2 * dayLength, origin - dayLength);
  if (last <= 0 || before <= 0) return undefined;
  const trend = Math.min(Math.max(last / before, 1 / strongestTrend), strongestTrend);
  return {
    trend,
    at: (lead) => {
      const days = Math.floor(lead / dayLength) + 1;
      const same = past[origin - dayLength + (lead % dayLength)] ?? 0;
      return Math.max(same, 0) * trend ** days;
    },
  };
}

function pastErrors(past: readonly number[], ahead: number) {
  const errors: { origin: number; lead: number; ratio: number }[] = [];
  for (let origin = 2 * dayLength; origin < past.length; origin += 1) {
    const rule = ruleAt(past, origin);
    if (!rule) continue;
    for (let lead = 0; lead < ahead && origin + lead < past.length; lead += 1) {
      const expected = rule.at(lead);
      if (expected > 0)
        errors.push({ origin, lead, ratio: Math.max(past[origin + lead] ?? 0, 0) / expected });
    }
  }
  return errors;
}

/** How the rule's sums over some hours compared with what came. */
function sumErrors(past: readonly number[], hours: number): number[] {
  const ratios: number[] = [];
  for (let origin = 2 * dayLength; origin + hours <= past.length; origin += 1) {
    const rule = ruleAt(past, origin);
    const expected = rule ? Array.from({ length: hours }, (_, lead) => rule.at(lead)) : [];
    const all = sum(expected, 0, hours);
    if (all > 0) ratios.push(Math.max(sum(past, origin, origin + hours), 0) / all);
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

/** The middle eight of ten. */
function rangeOf(ratios: readonly number[]): { low: number; high: number } | undefined {
  if (ratios.length < fewestTries) return undefined;
  const sorted = ratios.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 1;
  return { low: at(0.1), high: at(0.9) };
}

function sum(counts: readonly number[], from: number, to: number): number {
  return counts.slice(from, to).reduce((total, count) => total + count, 0);
}
