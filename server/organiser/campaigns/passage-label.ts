import type { Passage } from "#campaigns/petitions/drafts/passages.ts";
import type { ConsoleBook } from "../frame/console-book.ts";

/** The label of a passage's field. */
export function passageLabel(book: ConsoleBook, { path, list }: Passage): string {
  const { say } = book;
  const [top, name] = path.map(String);
  if (top === "offices") return say("campaigns.passage.office", { petition: petitionName(book, name ?? "") });
  if (top === "wordings")
    return say("campaigns.passage.wording", { petition: petitionName(book, name ?? "") });
  if (!list) return say(`campaigns.passage.${name}`);
  const field = path.at(-1);
  const key = typeof field === "string" ? `${list.name}-${field}` : list.name;
  const letter = String.fromCharCode(65 + (list.index % 26));
  return say(`campaigns.passage.${key}`, { number: book.number(list.index + 1), letter });
}

/** A petition by its country; shared wordings keep their own name. */
export function petitionName(book: ConsoleBook, id: string): string {
  if (id === "international") return book.say("campaigns.overview.everyCountry");
  if (!/^[a-z]{2}$/.test(id)) return id;
  return new Intl.DisplayNames(book.tag, { type: "region" }).of(id.toUpperCase()) ?? id;
}
