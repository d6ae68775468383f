import { splitGraphemes } from "./plain-line.ts";

const width = 72;

/** Scripts that put no spaces between words. */
const unspaced =
  /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** What may not begin a line, and what may not end one. */
const clingsBack = /^[\p{Pe}\p{Pf}\p{Po}\u0e2f\u0e46\u2069]/u;
const clingsOn = /[\p{Ps}\p{Pi}\u2068]$/u;

/** Breaks a text into lines of at most 72 visible characters, between words; `intl` says by whose rules words end. */
export function wrapLines(text: string, { intl, margin }: { intl: string; margin: string }): string {
  const lines: string[] = [];
  let line = "";
  for (const [index, word] of text.split(" ").entries()) {
    for (const [part, piece] of splitWord(word, intl).entries()) {
      const gap = part === 0 && index > 0 ? " " : "";
      if (line !== "" && visibleWidth(margin + line + gap + piece) > width) {
        lines.push(line);
        line = piece;
      } else {
        line += gap + piece;
      }
    }
  }
  return [...lines, line].map((each) => margin + each).join("\n");
}

function visibleWidth(text: string): number {
  return splitGraphemes(text.replace(/[\u2066-\u2069]/g, "")).length;
}

function splitWord(word: string, intl: string): string[] {
  if (!unspaced.test(word)) return [word];
  const pieces: string[] = [];
  for (const { segment } of new Intl.Segmenter(intl, { granularity: "word" }).segment(word)) {
    const last = pieces.at(-1);
    if (last !== undefined && (clingsBack.test(segment) || clingsOn.test(last))) {
      pieces[pieces.length - 1] = last + segment;
    } else {
      pieces.push(segment);
    }
  }
  return pieces;
}
