import { readTotals, type Totals } from "./read-totals.ts";

/** A country with fewer signatures is not named to the public: whoever knows its few people could tell who signed. */
export const fewestNamed = 10;

/** Stands for the countries, or petitions, that are not named. */
export const allOthers = "other";

/** Reads the totals of a campaign as everybody may see them: countries with few signatures are one sum. */
export async function readPublicTotals(...given: Parameters<typeof readTotals>): Promise<Totals> {
  const totals = await readTotals(...given);
  return { ...totals, byCountry: foldSmall(totals.byCountry) };
}

/**
 * Adds up the countries, or petitions, with few signatures. A single one would be known by what the others leave of the total:
 * then the smallest of the others joins it.
 */
export function foldSmall(counts: Record<string, number>): Record<string, number> {
  const rising = Object.entries(counts).sort(([, one], [, other]) => one - other);
  const small = rising.filter(([, count]) => count < fewestNamed).length;
  const folded = small === 1 ? 2 : small;
  const sum = rising.slice(0, folded).reduce((all, [, count]) => all + count, 0);
  const named = Object.entries(counts).filter(([code]) =>
    rising.slice(folded).some(([each]) => each === code),
  );
  return Object.fromEntries([...named, ...(folded > 0 ? [[allOthers, sum] as const] : [])]);
}
