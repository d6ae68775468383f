const width = 72;

/** Scripts without spaces between words. */
const unspaced =
  /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** Characters that may not start a line, and those that may not end one. */
const clingsBack = /^[\p{Pe}\p{Pf}\p{Po}\u0e2f\u0e46\u2069]/u;
const clingsOn = /[\p{Ps}\p{Pi}\u2068]$/u;

/** Latin and common punctuation, where a unit is a character: most text is like this, and the fast path is enough. */
const oneUnitEach = /^[\u0020-\u02ff\u2010-\u2027]*$/;

/** Breaks a text into lines of at most 72 visible characters, between words by the rules of the language `intl`. */
export function wrapLines(text: string, { intl, margin }: { intl: string; margin: string }): string {
  const lines: string[] = [];
  const room = width - margin.length;
  let line = "";
  let used = 0;
  for (const [index, word] of text.split(" ").entries()) {
    for (const [part, piece] of splitWord(word, intl).entries()) {
      const gap = part === 0 && index > 0 ? " " : "";
      const wide = visibleWidth(piece);
      if (line !== "" && used + gap.length + wide > room) {
        lines.push(line);
        line = piece;
        used = wide;
      } else {
        line += gap + piece;
        used += gap.length + wide;
      }
    }
  }
  return [...lines, line].map((each) => margin + each).join("\n");
}

/** Combining marks take up no room of their own. */
function visibleWidth(piece: string): number {
  return oneUnitEach.test(piece) ? piece.length : [...piece.replace(/[\p{M}\p{Cf}]/gu, "")].length;
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(intl: string): Intl.Segmenter {
  const segmenter = segmenters.get(intl) ?? new Intl.Segmenter(intl, { granularity: "word" });
  segmenters.set(intl, segmenter);
  return segmenter;
}

function splitWord(word: string, intl: string): string[] {
  if (oneUnitEach.test(word) || !unspaced.test(word)) return [word];
  const pieces: string[] = [];
  for (const { segment } of segmenterOf(intl).segment(word)) {
    const last = pieces.at(-1);
    if (last !== undefined && (clingsBack.test(segment) || clingsOn.test(last))) {
      pieces[pieces.length - 1] = last + segment;
    } else {
      pieces.push(segment);
    }
  }
  return pieces;
}
