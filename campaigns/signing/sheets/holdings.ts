import type { Sheet } from "./sheet.model.ts";

/** What sheets are looked up by. */
export type Holding = "channel" | "country" | "language" | "source";

/** Names what a sheet holds of a petition: `th/language/en`. An empty source stands for lines without a code. */
export function holdingName(petition: string, what: Holding, value: string): string {
  return `${petition}/${what}/${value}`;
}

/** Everything that a sheet is looked up by, each once. It is written with its result, so that signing does not pay for it. */
export function holdingsOf({ channel, lines }: Pick<Sheet, "channel" | "lines">): string[] {
  const byPetition = new Map<string, Record<Exclude<Holding, "channel">, Set<string>>>();
  for (const { petition, country, locale, source = "" } of lines) {
    let held = byPetition.get(petition);
    if (!held) {
      held = { country: new Set(), language: new Set(), source: new Set() };
      byPetition.set(petition, held);
    }
    held.country.add(country);
    held.language.add(locale);
    held.source.add(source);
  }
  return [...byPetition].flatMap(([petition, { country, language, source }]) => [
    holdingName(petition, "channel", channel),
    ...Array.from(country, (value) => holdingName(petition, "country", value)),
    ...Array.from(language, (value) => holdingName(petition, "language", value)),
    ...Array.from(source, (value) => holdingName(petition, "source", value)),
  ]);
}
