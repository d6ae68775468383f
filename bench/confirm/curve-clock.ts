import type { Curve } from "../arrivals/curve.ts";
import { scatter } from "../arrivals/signers.ts";

const dayLength = 24 * 3600 * 1_000;

/** The moment of the real curve, in milliseconds since its first day, at which a person of it signs. */
export function openCurveClock({ days }: Curve): (person: number) => number {
  let day = 0;
  return (person) => {
    while (day > 0 && person < (days[day - 1]?.signedBy ?? 0)) day -= 1;
    while (day < days.length - 1 && person >= (days[day]?.signedBy ?? 0)) day += 1;
    const before = days[day - 1]?.signedBy ?? 0;
    const signed = Math.max(1, (days[day]?.signedBy ?? 0) - before);
    return (day + (person - before) / signed) * dayLength;
  };
}

/** Fifteen of a hundred never press the button. */
const neverShare = 0.15;
/** Half of the others press it within four minutes of their letter, nine of ten within an hour. */
const medianDelay = 4 * 60 * 1_000;
const spread = 2.1;

/** How long after her letter a person confirms, in milliseconds of the curve's clock; undefined: never. */
export function delayOf(person: number): number | undefined {
  if (scatter(person, 7) / 2 ** 32 < neverShare) return undefined;
  // Box and Muller's normal distribution, whose exponential has a long tail.
  const one = (scatter(person, 8) + 1) / (2 ** 32 + 1);
  const other = scatter(person, 9) / 2 ** 32;
  const normal = Math.sqrt(-2 * Math.log(one)) * Math.cos(2 * Math.PI * other);
  return medianDelay * Math.exp(spread * normal);
}
