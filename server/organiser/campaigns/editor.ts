import type { Draft } from "#campaigns/petitions/drafts/draft.model.ts";
import type { Part, Passage } from "#campaigns/petitions/drafts/passages.ts";
import type { Conflict, SentPassage } from "#campaigns/petitions/drafts/save-passages.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import type { Problem } from "#campaigns/texts/yaml-file.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import type { ToolSource } from "../frame/toolbar.view.ts";
import { type Named, namedStamp } from "./overview.ts";
import type { Offices } from "./petition-names.ts";

/** What is being edited, and the result of the last attempt to save it. */
export type EditorView = {
  draft: Draft;
  offices: Offices;
  isPublished: boolean;
  isMadeUp: boolean;
  name: string;
  part: Part;
  first: Locale;
  languages: readonly Locale[];
  passages: readonly Passage[];
  /** Those that its texts can name. */
  sources: readonly ToolSource[];
  /** The same passages in the first language, if another one is being edited. */
  source: readonly Passage[];
  /** Of this part. */
  problems: readonly Problem[];
  /** Of the whole draft. */
  allProblems: readonly Problem[];
  organisations: Named["organisations"];
  people: Named["people"];
  done?: boolean;
  /** What was sent but not saved. */
  sent?: ReadonlyMap<string, SentPassage>;
  conflicts?: readonly Conflict[];
  by?: Draft["edited"];
  tooLong?: readonly { key: string; longest: number }[];
};

/** Who wrote the current text, and when. */
export function theirsLabel(book: ConsoleBook, { by, organisations, people }: EditorView): string {
  if (!by) return "";
  const { at, organisation } = namedStamp(by, { organisations, people });
  return book.say("campaigns.edit.theirs", { moment: book.moment(at), organisation });
}
