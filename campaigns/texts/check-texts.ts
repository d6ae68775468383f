import { show } from "./fields.ts";
import { findFigures } from "./find-figures.ts";
import { findUnsourcedFigures } from "./find-unsourced-figures.ts";
import { parseMarked, withoutMarks } from "./parse-marked.ts";
import type { SourcesFile } from "./sources-file.ts";
import type { Path, YamlFile } from "./yaml-file.ts";

/**
 * Invisible characters that can turn or hide text, except line ends and the joiners and breaks that Thai and Arabic
 * use.
 */
const hidden = /[[\p{Cc}\p{Cf}\p{Cs}]--[\n\u00AD\u200B-\u200F]]/v;

/** A malformed mark: `[^x]`, `[^ 1]`, `[^1`. */
const brokenMark = /\[\^[^\]\s]{0,8}\]?/;

/** Reports, in a text that can't have marks, any mark, any figure and hidden characters. */
export function checkPlain(file: YamlFile, path: Path, text: string): void {
  checkLetters(file, path, text);
  if (parseMarked(text).some((segment) => "source" in segment)) {
    file.refuse(path, "mark-in-plain", { at: show(path) }, "[^");
  }
  for (const { written } of findFigures(withoutMarks(text))) {
    file.refuse(path, "figure-in-plain", { at: show(path), figure: written }, written);
  }
}

/** Reports, in a text with marks, figures without a source, marks without a source, and hidden characters. */
export function checkMarked(
  file: YamlFile,
  path: Path,
  text: string,
  { sources, claims }: SourcesFile,
): void {
  checkLetters(file, path, text);
  for (const segment of parseMarked(text)) {
    if (!("source" in segment) || sources.some(({ number }) => number === segment.source)) continue;
    const { source } = segment;
    file.refuse(path, "mark-unknown", { at: show(path), source }, `[^${source}]`);
  }
  refuseFigures(file, path, text, { sources, claims });
}

/** Reports figures that no source backs; the mark after a figure names its source. */
export function refuseFigures(
  file: YamlFile,
  path: Path,
  text: string,
  { sources, claims }: SourcesFile,
): void {
  const known = new Set(sources.map(({ number }) => number));
  for (const { written, reason, sources: behind } of findUnsourcedFigures(text, claims)) {
    // The mark was already reported, and its figures may be right.
    if (behind.some((source) => !known.has(source))) continue;
    const gaps = { at: show(path), figure: written };
    if (reason === "no-mark") file.refuse(path, "figure-unmarked", gaps, written);
    else file.refuse(path, "figure-unsaid", { ...gaps, sources: behind }, written);
  }
}

/** Reports hidden characters, and malformed source marks. */
export function checkLetters(file: YamlFile, path: Path, text: string): void {
  const [found] = hidden.exec(text) ?? [];
  if (found) {
    const point = found.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0") ?? "";
    file.refuse(path, "hidden-character", { at: show(path), point }, found);
  }
  const [broken] = brokenMark.exec(withoutMarks(text)) ?? [];
  if (broken) file.refuse(path, "mark-broken", { at: show(path), mark: broken }, broken);
}
