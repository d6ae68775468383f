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
  return tellRule(book, { code, gaps: named });
}

/** Rules that writers meet most: what they say to people who know neither files nor claims. */
const toldToWriters: readonly string[] = [
  "figure-in-plain",
  "figure-unmarked",
  "figure-unsaid",
  "mark-in-plain",
  "mark-unknown",
];

/** A broken rule in the words of the console, where it has some: what to do, and where. */
export function tellRule(book: ConsoleBook, { code, gaps }: BrokenRule): string {
  if (!toldToWriters.includes(code)) return translateProblem({ code, gaps }, book.locale);
  const texts = Object.entries(gaps).map(([name, value]) => [name, wordOf(book, value)] as const);
  return book.say(`campaigns.rule.${code}`, {
    ...Object.fromEntries(texts),
    button: book.say("frame.tools.source"),
    place: book.say("campaigns.overview.sources"),
  });
}

function wordOf(book: ConsoleBook, value: BrokenRule["gaps"][string]): string {
  return Array.isArray(value) ? book.list(value.map(String)) : String(value);
}
