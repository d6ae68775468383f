/** A piece of a marked text: words to show, or the number of the source that backs the words before it. */
export type Segment = { text: string } | { source: number };

/** A source mark: `[^1]`. Leading zeros and digits other than 0-9 don't make a mark. */
const mark = /\[\^([1-9][0-9]{0,2})\]/g;

/**
 * Splits a text with `[^n]` marks into words and marks, in order; anything that is not a mark stays with the words.
 */
export function parseMarked(text: string): Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  for (const found of text.matchAll(mark)) {
    if (found.index > end) segments.push({ text: text.slice(end, found.index) });
    segments.push({ source: Number(found[1]) });
    end = found.index + found[0].length;
  }
  if (end < text.length) segments.push({ text: text.slice(end) });
  return segments;
}

/** The words of a marked text without its marks. */
export function withoutMarks(text: string): string {
  return text.replaceAll(mark, "");
}
