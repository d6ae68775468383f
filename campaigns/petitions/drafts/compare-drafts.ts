import { diffArrays, diffWordsWithSpace } from "diff";
import { isLocale, type Locale, languageOf } from "../../platform/languages/languages.ts";
import { liveFiles, pageFiles, petitionFiles } from "./draft-files.ts";
import type { OpenDraft } from "./open-draft.ts";
import { fileOf, type Part, type Passage, passagesOf } from "./passages.ts";
import { listAt, type PlainFiles } from "./plain.ts";

/** A piece of a text: unchanged, removed, or added. */
export type Piece = { kind: "same" | "out" | "in"; text: string };

/** A passage that differs from what people see today: changed, new, or removed. */
export type Change = { passage: Passage; kind: "changed" | "new" | "gone"; pieces: Piece[] };

/** What a part of a draft changes. */
export type PartChanges = { part: Part; changes: Change[] };

/** With more changes than this nobody would read the result: everything is then shown as replaced. */
const mostEdits = 2_000;

/** What publishing a draft changes for people, part by part; before the first publication, all of it is new. */
export function listChanges(open: Pick<OpenDraft, "draft" | "own" | "live">): PartChanges[] {
  const languages = listAt(open.own.get("campaign.yaml"), ["languages"]).map(String).filter(isLocale);
  return [...languages, "sources" as const]
    .map((part) => ({ part, changes: findChanges(open, part) }))
    .filter(({ changes }) => changes.length > 0);
}

/** What publishing one part of a draft changes for people, in page order. */
function findChanges(
  { draft: { petition }, own, live }: Pick<OpenDraft, "draft" | "own" | "live">,
  part: Part,
): Change[] {
  const read = (files: PlainFiles) =>
    passagesOf(part, files.get(fileOf(part)), petition).filter(({ text }) => text !== "");
  const newer = read(own);
  if (!live)
    return newer.map((passage) => ({ passage, kind: "new", pieces: [{ kind: "in", text: passage.text }] }));
  const today = liveFiles(live);
  const older = read(petition === null ? pageFiles(today) : petitionFiles(petition, today));
  const steps = diffArrays(older, newer, {
    comparator: (one, other) => isOfOneKind(one, other) && one.text === other.text,
    maxEditLength: mostEdits,
  }) ?? [
    { value: older, removed: true, added: false },
    { value: newer, removed: false, added: true },
  ];
  const gone = steps.flatMap(({ removed, value }) => (removed ? value : []));
  const words = part === "sources" ? "en" : part;
  const fresh = steps.flatMap(({ added, value }) => (added ? value : []));
  const changes = fresh.map((passage): Change => {
    const index = gone.findIndex((each) => isOfOneKind(each, passage));
    const [before] = index < 0 ? [] : gone.splice(index, 1);
    if (!before) return { passage, kind: "new", pieces: [{ kind: "in", text: passage.text }] };
    return { passage, kind: "changed", pieces: compareTexts(before.text, passage.text, words) };
  });
  const taken = gone.map((passage): Change => {
    return { passage, kind: "gone", pieces: [{ kind: "out", text: passage.text }] };
  });
  return [...changes, ...taken];
}

/** The same line of a page, or the same field of a list entry, whatever its index. */
function isOfOneKind(one: Passage, other: Passage): boolean {
  const kindOf = ({ path }: Passage) => path.filter((step) => typeof step === "string").join(".");
  return kindOf(one) === kindOf(other);
}

/**
 * Compares two texts word by word, with the language's own word breaks; texts without a common word are shown one
 * after the other.
 */
function compareTexts(before: string, after: string, locale: Locale): Piece[] {
  const intlSegmenter = new Intl.Segmenter(languageOf(locale).intl, { granularity: "word" });
  const parts = diffWordsWithSpace(before, after, { intlSegmenter, maxEditLength: mostEdits }) ?? [];
  const isAlike = parts.some(
    ({ added, removed, value }) => !added && !removed && /[\p{L}\p{N}]/u.test(value),
  );
  return isAlike
    ? parts.map(({ added, removed, value }) => ({
        kind: added ? "in" : removed ? "out" : "same",
        text: value,
      }))
    : [
        { kind: "out", text: before },
        { kind: "in", text: after },
      ];
}
