import { type Locale, languageOf } from "../platform/languages/languages.ts";
import { readMessages } from "../platform/languages/translate.ts";
import type { Gap, ProblemCode } from "./problem-codes.ts";

/** A broken rule, in no language yet. */
export type BrokenRule = { code: ProblemCode; gaps: Readonly<Record<string, Gap>> };

const messages = readMessages(new URL("./problems/", import.meta.url));

/** Says in a language what is wrong, and what to do about it. */
export function translateProblem({ code, gaps }: BrokenRule, locale: Locale): string {
  const say = messages(locale);
  // What stands in files is mostly Latin: between Arabic words it must not turn their order.
  const apart = (text: string | number) =>
    typeof text === "string" && languageOf(locale).direction === "rtl" ? `\u2068${text}\u2069` : String(text);
  const tell = (gap: Gap): string => {
    if (typeof gap !== "object") return apart(gap);
    if ("word" in gap) return say(`words.${gap.word}`);
    return gap.map(apart).reduce((one, other) => say("words.either", { one, other }));
  };
  return say(
    `codes.${code}`,
    Object.fromEntries(Object.entries(gaps).map(([name, gap]) => [name, tell(gap)])),
  );
}
