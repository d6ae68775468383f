import type { SignInput } from "#campaigns/signing/intake/check-answers.ts";

/** How much each country, and each way by which signers come, weighs against the others. */
const countries = [
  ["GB", 30],
  ["SE", 18],
  ["TH", 14],
  ["PH", 9],
  ["FR", 8],
  ["KE", 7],
  ["BR", 6],
  ["CA", 5],
  ["JP", 3],
] as const;

const ways = [
  ["", 40],
  ["newsletter", 24],
  ["school-gate-poster", 20],
  ["messenger", 16],
] as const;

/** The registered ways, by the names that the console shows. */
export const sourceLabels = {
  newsletter: "Newsletter of the demo",
  "school-gate-poster": "Posters at school gates",
  messenger: "Passed on by messenger",
} as const;

const given = ["Ada", "Bo", "Chai", "Dara", "Elif", "Femi", "Gita", "Hugo", "Ines", "Jun", "Kofi", "Lea"];
const family = ["Sample", "Example", "Muster", "Placeholder", "Madeup", "Invented", "Nobody"];

/** How busy each day since the start is: quiet at first, two days on which something was in the news. */
const days = [3, 5, 13, 9, 7, 6, 5, 5, 7, 16, 11, 8, 7, 7];
const usualDay = 6;
/** One in so many signs twice. */
const twiceEvery = 25;
/** The part that wants news. */
const wantNews = 0.45;

/** A sequence of numbers from 0 to 1 that is the same for the same start. */
function numbersFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function choose<Choice extends string>(
  choices: readonly (readonly [Choice, number])[],
  at: number,
): Choice | undefined {
  const whole = choices.reduce((sum, [, weight]) => sum + weight, 0);
  let left = at * whole;
  return choices.find(([, weight]) => {
    left -= weight;
    return left < 0;
  })?.[0];
}

/**
 * The made-up signers of one hour, counted since 1970; `age` is how many hours the campaign had been running. The same
 * hour gives the same people, whose addresses reach nobody (RFC 2606).
 */
export function signersOf(hourNumber: number, age: number): SignInput[] {
  const next = numbersFrom(hourNumber);
  const wakeful = 0.15 + Math.max(0, Math.sin((((hourNumber % 24) - 5) / 18) * Math.PI));
  const busy = days[Math.floor(age / 24)] ?? usualDay;
  const count = Math.round(busy * wakeful * (0.7 + 0.9 * next()));
  return Array.from({ length: count }, (_, index) => {
    const source = choose(ways, next());
    const signer = {
      name: `${given[Math.floor(next() * given.length)]} ${family[Math.floor(next() * family.length)]}`,
      email: `signer-${hourNumber}-${index}@demo.example`,
      country: choose(countries, next()) ?? "GB",
      locale: "en",
      ...(source && { source }),
      consent: { updates: next() < wantNews },
    };
    return next() * twiceEvery < 1 ? [signer, signer] : [signer];
  }).flat();
}
