const isolateStart = "\u2068";
const isolateEnd = "\u2069";

/** Everything that ends or shifts a line: separators of any width, controls. */
const breaks = /[\p{Z}\p{Cc}]+/gu;
/** Invisible characters that change a line: bidi controls, fillers, tags, private use, lone surrogates. */
const unseen = /[\p{Cf}\p{Cs}\p{Co}\u115f\u1160\u3164\uffa0]|\u034f|\u17b4|\u17b5/gu;
/** Format characters that some scripts need: ZWNJ and ZWJ. */
const needed = new Set(["\u200c", "\u200d"]);
/** More combining marks than any script puts on one letter: they would cover the lines above and below. */
const stackedMarks = /(\p{M}{4})\p{M}+/gu;

const rightToLeft =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/v;
const leftToRight =
  /[\p{L}--[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]]/v;

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * Cleans a text that may come from a stranger into one line: no breaks, no bidi controls, at most `longest`
 * graphemes.
 */
export function plainLine(text: string, longest: number): string {
  const clean = text
    .normalize("NFC")
    .replace(breaks, " ")
    .replace(unseen, (character) => (needed.has(character) ? character : ""))
    .replace(stackedMarks, "$1")
    .trim();
  // A grapheme may be longer than one unit, so only a text with more units than allowed needs splitting.
  if (clean.length <= longest) return clean;
  const seen = Array.from(graphemes.segment(clean), ({ segment }) => segment);
  return seen.length <= longest
    ? clean
    : `${seen
        .slice(0, longest - 1)
        .join("")
        .trimEnd()}…`;
}

/** Isolates a text so that its direction does not affect the sentence around it. */
export function isolate(text: string): string {
  return `${isolateStart}${text}${isolateEnd}`;
}

/** Removes the isolates where the text stands alone: a title, a subject. */
export function withoutIsolates(text: string): string {
  return text.replaceAll(isolateStart, "").replaceAll(isolateEnd, "");
}

/** Writes the isolates as `<bdi>`; the text must already be escaped. */
export function isolatesAsHtml(escaped: string): string {
  return escaped.replaceAll(isolateStart, "<bdi>").replaceAll(isolateEnd, "</bdi>");
}

/**
 * Keeps only the isolates around text that runs against the letter's own direction (old mail programs show them as
 * boxes), and closes them at the end of each line, because a line break also ends an isolate in the reader's
 * program.
 */
export function isolatesThatMatter(text: string, direction: "ltr" | "rtl"): string {
  const against = direction === "ltr" ? rightToLeft : leftToRight;
  return text.replace(/\u2068([^\u2068\u2069]*)\u2069/gu, (_fenced, inner: string) =>
    inner
      .split("\n")
      .map((line) => (against.test(line) ? isolate(line) : line))
      .join("\n"),
  );
}

const longestGreeting = 60;
const nameOnly = /^[\p{L}\p{M}][\p{L}\p{M}\p{Pd}'’ʼ‘. \u200c\u200d]*$/u;
const addressLike = /\.\p{L}{2,}|\b(?:https?|www)\b/iu;

/**
 * The name as a greeting may show it; undefined for anything that could be an advertisement, an address or a
 * formula, or is too long.
 */
export function greetingName(name: string | undefined): string | undefined {
  const line = plainLine(name ?? "", longestGreeting);
  return nameOnly.test(line) && !addressLike.test(line) ? line : undefined;
}
