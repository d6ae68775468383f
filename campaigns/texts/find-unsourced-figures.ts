import { findFigures } from "./find-figures.ts";
import { parseMarked } from "./parse-marked.ts";
import type { Claim } from "./source.ts";

/** A figure that nothing backs: no mark after it, or a mark whose source does not say it. */
export type UnsourcedFigure = { written: string; reason: "no-mark" | "not-in-source"; sources: number[] };

/**
 * Finds the figures of a marked text that have no source. The next mark after a figure in the same text (or all
 * marks, if several stand together) backs it, and one of their sources must have a claim with that figure.
 */
export function findUnsourcedFigures(text: string, claims: readonly Claim[]): UnsourcedFigure[] {
  const unsourced: UnsourcedFigure[] = [];
  let waiting: { written: string; value: string }[] = [];
  for (const { words, sources } of stretches(text)) {
    waiting = waiting.concat(findFigures(words));
    if (sources.length === 0) continue;
    const said = saidBy(claims, sources);
    for (const { written, value } of waiting) {
      if (!said.has(value)) unsourced.push({ written, reason: "not-in-source", sources });
    }
    waiting = [];
  }
  return unsourced.concat(waiting.map(({ written }) => ({ written, reason: "no-mark", sources: [] })));
}

/** Words with the marks after them; marks separated only by spaces stand together. */
function stretches(text: string): { words: string; sources: number[] }[] {
  const found: { words: string; sources: number[] }[] = [{ words: "", sources: [] }];
  for (const segment of parseMarked(text)) {
    const last = found.at(-1);
    if ("source" in segment) last?.sources.push(segment.source);
    else if (last && (last.sources.length === 0 || segment.text.trim() === "")) last.words += segment.text;
    else found.push({ words: segment.text, sources: [] });
  }
  return found;
}

function saidBy(claims: readonly Claim[], sources: readonly number[]): Set<string> {
  const statements = claims
    .filter(({ source }) => sources.includes(source))
    .map(({ statement }) => statement);
  return new Set(statements.flatMap(findFigures).map(({ value }) => value));
}
