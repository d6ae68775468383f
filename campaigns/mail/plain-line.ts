const isolateStart = "\u2068";
const isolateEnd = "\u2069";

/** Whatever ends or shifts a line: separators of every width, controls. */
const breaks = /[\p{Z}\p{Cc}]+/gu;
/** What changes a line without being seen: bidi controls, invisible fillers, tags, private use, lone surrogates. */
const unseen = /[\p{Cf}\p{Cs}\p{Co}\u115f\u1160\u3164\uffa0]|\u034f|\u17b4|\u17b5/gu;
/** Format characters that some scripts are wrongly written without: ZWNJ and ZWJ. */
const needed = new Set(["\u200c", "\u200d"]);
/** More marks than any script puts on one letter would cover the lines above and below. */
const stackedMarks = /(\p{M}{4})\p{M}+/gu;

const rightToLeft =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/v;
const leftToRight =
  /[\p{L}--[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]]/v;

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** Makes one clean line of a text that may come from a stranger: no breaks, no bidi controls, at most `longest` graphemes. */
export function plainLine(text: string, longest: number): string {
  const clean = text
    .normalize("NFC")
    .replace(breaks, " ")
    .replace(unseen, (character) => (needed.has(character) ? character : ""))
    .replace(stackedMarks, "$1")
    .trim();
  // A grapheme may be longer than one unit, so only a text with more units than allowed needs to be split.
  if (clean.length <= longest) return clean;
  const seen = Array.from(graphemes.segment(clean), ({ segment }) => segment);
  return seen.length <= longest
    ? clean
    : `${seen
        .slice(0, longest - 1)
        .join("")
        .trimEnd()}…`;
}

/** Fences a text so that its direction cannot disturb the sentence around it. */
export function isolate(text: string): string {
  return `${isolateStart}${text}${isolateEnd}`;
}

/** Takes the fences away, where the text stands alone: a title, a subject. */
export function withoutIsolates(text: string): string {
  return text.replaceAll(isolateStart, "").replaceAll(isolateEnd, "");
}

/** Writes the fences as `<bdi>`; the text must be escaped already. */
export function isolatesAsHtml(escaped: string): string {
  return escaped.replaceAll(isolateStart, "<bdi>").replaceAll(isolateEnd, "</bdi>");
}

/**
 * Keeps only the fences around text that runs against the letter's own direction (old mail programs show them as boxes),
 * and closes them at each line's end: a line break ends a fence for the reader's program too.
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

/** The name as a greeting may show it; undefined for what could be an advertisement, an address or a formula, or is too long. */
export function greetingName(name: string | undefined): string | undefined {
  const line = plainLine(name ?? "", longestGreeting);
  return nameOnly.test(line) && !addressLike.test(line) ? line : undefined;
}
