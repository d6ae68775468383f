import { type Locale, languageOf } from "../../languages/languages.ts";
import type { Campaign } from "../campaign.ts";
import { compareLists } from "./compare-lists.ts";
import { liveFiles, pageFiles, petitionFiles } from "./draft-files.ts";
import type { OpenDraft } from "./open-draft.ts";
import { fileOf, type Part, type Passage, passagesOf } from "./passages.ts";
import type { PlainFiles } from "./plain.ts";

/** A piece of a text: left as it was, taken out, or put in. */
export type Piece = { kind: "same" | "out" | "in"; text: string };

/** A passage that differs from what people see today: changed, new, or gone. */
export type Change = { passage: Passage; kind: "changed" | "new" | "gone"; pieces: Piece[] };

/** What publishing one part of a draft changes for people, in the order of the page. */
export function findChanges(
  { draft: { petition }, own, live }: Pick<OpenDraft, "draft" | "own"> & { live: Campaign },
  part: Part,
): Change[] {
  const read = (files: PlainFiles) =>
    passagesOf(part, files.get(fileOf(part)), petition).filter(({ text }) => text !== "");
  const today = liveFiles(live);
  const before = read(petition === null ? pageFiles(today) : petitionFiles(petition, today));
  const steps = compareLists(
    before,
    read(own),
    (one, other) => isOfOneKind(one, other) && one.text === other.text,
  );
  const gone = steps.filter(({ kind }) => kind === "out").map(({ entry }) => entry);
  const words = part === "sources" ? "en" : part;
  const changes = steps.flatMap(({ kind, entry: passage }): Change[] => {
    if (kind !== "in") return [];
    const place = gone.findIndex((each) => isOfOneKind(each, passage));
    const [older] = place < 0 ? [] : gone.splice(place, 1);
    if (!older) return [{ passage, kind: "new", pieces: [{ kind: "in", text: passage.text }] }];
    return [{ passage, kind: "changed", pieces: compareTexts(older.text, passage.text, words) }];
  });
  const taken = gone.map((passage): Change => {
    return { passage, kind: "gone", pieces: [{ kind: "out", text: passage.text }] };
  });
  return [...changes, ...taken];
}

/** The same line of a page, or the same field of one list's entries, whichever place they have in it. */
function isOfOneKind(one: Passage, other: Passage): boolean {
  const kindOf = ({ path }: Passage) => path.filter((step) => typeof step === "string").join(".");
  return kindOf(one) === kindOf(other);
}

/** Compares two texts word by word, as the language has words; texts without a common word stand one after the other. */
function compareTexts(before: string, after: string, locale: Locale): Piece[] {
  const segmenter = new Intl.Segmenter(languageOf(locale).intl, { granularity: "word" });
  const wordsOf = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment);
  const pieces: Piece[] = [];
  for (const { kind, entry } of compareLists(wordsOf(before), wordsOf(after), Object.is)) {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += entry;
    else pieces.push({ kind, text: entry });
  }
  const isOther = !pieces.some(({ kind, text }) => kind === "same" && /[\p{L}\p{N}]/u.test(text));
  return isOther
    ? [
        { kind: "out", text: before },
        { kind: "in", text: after },
      ]
    : pieces;
}
