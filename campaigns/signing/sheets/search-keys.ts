import type { Sheet } from "./sheet.model.ts";

/** The fields that sheets are looked up by. */
export type SearchField = "channel" | "country" | "language" | "source";

/**
 * The key for what a sheet contains of a petition: `th/language/en`. An empty source stands for lines without a
 * code.
 */
export function searchKey(petition: string, what: SearchField, value: string): string {
  return `${petition}/${what}/${value}`;
}

/**
 * Every key that a sheet is looked up by, once each. Written with its result, so that signing does not pay for it.
 */
export function searchKeys({ channel, lines }: Pick<Sheet, "channel" | "lines">): string[] {
  const byPetition = new Map<string, Record<Exclude<SearchField, "channel">, Set<string>>>();
  for (const { petition, country, locale, source = "" } of lines) {
    let keys = byPetition.get(petition);
    if (!keys) {
      keys = { country: new Set(), language: new Set(), source: new Set() };
      byPetition.set(petition, keys);
    }
    keys.country.add(country);
    keys.language.add(locale);
    keys.source.add(source);
  }
  return [...byPetition].flatMap(([petition, { country, language, source }]) => [
    searchKey(petition, "channel", channel),
    ...Array.from(country, (value) => searchKey(petition, "country", value)),
    ...Array.from(language, (value) => searchKey(petition, "language", value)),
    ...Array.from(source, (value) => searchKey(petition, "source", value)),
  ]);
}
