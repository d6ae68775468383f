import type { Passage } from "#campaigns/petitions/drafts/passages.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { nameOfPetition, type Offices } from "./petition-names.ts";

/** The label of a passage's field; of a campaign's only petition it needs no name. */
export function passageLabel(book: ConsoleBook, { path, list }: Passage, offices: Offices): string {
  const { say } = book;
  const [top, name = ""] = path.map(String);
  if (top === "offices" || top === "wordings") {
    const key = top === "offices" ? "office" : "wording";
    if (offices.size === 1) return say(`campaigns.passage.only-${key}`);
    return say(`campaigns.passage.${key}`, { petition: nameOfPetition(book, name, offices) });
  }
  if (!list) return say(`campaigns.passage.${name}`);
  const field = path.at(-1);
  const key = typeof field === "string" ? `${list.name}-${field}` : list.name;
  const letter = String.fromCharCode(65 + (list.index % 26));
  return say(`campaigns.passage.${key}`, { number: book.number(list.index + 1), letter });
}
