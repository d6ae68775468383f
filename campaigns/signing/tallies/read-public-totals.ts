import type { Campaign, Petition } from "../../petitions/campaign.ts";
import { readTotals, type Totals } from "./read-totals.ts";

/**
 * A country with fewer signatures is not named to the public: anybody who knows its few people could tell who signed.
 */
export const fewestNamed = 10;

/** Stands for the countries, or petitions, that are not named. */
export const allOthers = "other";

type ReadDeps = Parameters<typeof readTotals>[0];

/**
 * Reads the totals of a campaign as everybody may see them, the one source of every public figure but the total by
 * time: countries and petitions with few signatures are one sum.
 */
export async function readPublicTotals(
  deps: ReadDeps,
  campaign: Pick<Campaign, "ordinal" | "goals" | "opensAt" | "petitions">,
): Promise<Totals> {
  const totals = await readTotals(deps, campaign);
  return { ...totals, ...foldTotals(totals, campaign.petitions) };
}

/**
 * Countries and petitions as everybody may see them. The form offers people the petition of their country, and those of
 * all other countries the international one: so the petition of a country that is not named is not named either, nor is
 * the international one, where what is left of it would tell the sum of some of those countries.
 */
export function foldTotals(
  { byCountry, byPetition }: Pick<Totals, "byCountry" | "byPetition">,
  petitions: readonly Pick<Petition, "id" | "country">[],
): Pick<Totals, "byCountry" | "byPetition"> {
  const countries = foldSmall(byCountry);
  const unnamed = Object.keys(byCountry).filter((country) => !(country in countries));
  const own = petitions.filter(({ country }) => country !== null && unnamed.includes(country));
  const isSplit = own.length > 0 && own.length < unnamed.length;
  const international = petitions.filter(({ country }) => isSplit && country === null);
  const hidden = [...own, ...international].map(({ id }) => id);
  return { byCountry: countries, byPetition: foldSmall(byPetition, hidden) };
}

/**
 * Adds up the countries, or petitions, with few signatures, and those in `hidden`. A single one would be known by what
 * the others leave of the total: then the smallest of the others joins it.
 */
export function foldSmall(
  counts: Record<string, number>,
  hidden: readonly string[] = [],
): Record<string, number> {
  const rising = Object.entries(counts).sort(([, one], [, other]) => one - other);
  const isFew = ([code, count]: [string, number]) => count < fewestNamed || hidden.includes(code);
  const few = rising.filter(isFew);
  const folded = few.length === 1 ? [...few, ...rising.filter((each) => !isFew(each)).slice(0, 1)] : few;
  const sum = folded.reduce((all, [, count]) => all + count, 0);
  const named = Object.entries(counts).filter(([code]) => !folded.some(([each]) => each === code));
  return Object.fromEntries([...named, ...(folded.length > 0 ? [[allOthers, sum] as const] : [])]);
}
