import type { Passage } from "#campaigns/petitions/drafts/passages.ts";
import { type BrokenRule, translateProblem } from "#campaigns/texts/translate-problem.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { passageLabel } from "./passage-label.ts";
import type { Offices } from "./petition-names.ts";

/** What is wrong with a passage, in the writer's language; it is called there as beside its field. */
export function translatePassageProblem(
  book: ConsoleBook,
  { code, gaps }: BrokenRule,
  passage: Passage,
  offices: Offices,
): string {
  const named = "at" in gaps ? { ...gaps, at: passageLabel(book, passage, offices) } : gaps;
  return translateProblem({ code, gaps: named }, book.locale);
}
