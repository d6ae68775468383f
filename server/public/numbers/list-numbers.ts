import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { textLocale } from "#campaigns/petitions/text-locale.ts";
import { allOthers } from "#campaigns/signing/tallies/read-public-totals.ts";
import type { Totals } from "#campaigns/signing/tallies/read-totals.ts";
import { countryNames } from "#campaigns/texts/countries.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";

/** One figure: what it counts, by a code and in words. */
export type NumberRow = { code: string; name: string; count: number };

/** A campaign's signatures by petition and by country, the most first and what is not named last. */
export type Numbers = { byPetition: NumberRow[]; byCountry: NumberRow[] };

/** Puts names to the figures of a campaign, in a language. */
export function listNumbers(
  book: Phrasebook,
  campaign: Campaign,
  totals: Pick<Totals, "byPetition" | "byCountry">,
): Numbers {
  const countries = new Map(countryNames(book.locale).map(({ code, name }) => [code, name]));
  const offices = new Map(
    campaign.petitions.map(({ id, target }) => [id, target[textLocale(campaign, book.locale)] ?? id]),
  );
  return {
    byPetition: rowsOf(totals.byPetition, offices, book.say("numbers.otherPetitions")),
    byCountry: rowsOf(totals.byCountry, countries, book.say("byCountry.unnamed")),
  };
}

function rowsOf(
  counts: Record<string, number>,
  names: ReadonlyMap<string, string>,
  rest: string,
): NumberRow[] {
  return Object.entries(counts)
    .map(([code, count]) => ({ code, count, name: code === allOthers ? rest : (names.get(code) ?? code) }))
    .sort((one, other) => rank(one) - rank(other) || other.count - one.count);
}

function rank({ code }: NumberRow): number {
  return code === allOthers ? 1 : 0;
}
