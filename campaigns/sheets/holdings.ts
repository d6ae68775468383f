import type { Sheet } from "./sheet.model.ts";

/** What sheets are looked up by. */
export type Holding = "channel" | "country" | "language" | "source";

/** Names what a sheet holds of a petition: `th/language/en`. An empty source stands for lines without a code. */
export function holdingName(petition: string, what: Holding, value: string): string {
  return `${petition}/${what}/${value}`;
}

/** Everything that a sheet is looked up by, each once. It is written with its result, so that signing does not pay for it. */
export function holdingsOf({ channel, lines }: Pick<Sheet, "channel" | "lines">): string[] {
  const names = new Set<string>();
  for (const { petition, country, locale, source = "" } of lines) {
    names.add(holdingName(petition, "channel", channel));
    names.add(holdingName(petition, "country", country));
    names.add(holdingName(petition, "language", locale));
    names.add(holdingName(petition, "source", source));
  }
  return [...names];
}
