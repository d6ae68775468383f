import type { LetterKind, LetterLinks } from "../mail/letter.ts";
import {
  type LineRef,
  linkTime,
  makeTimedToken,
  makeToken,
  makeTokens,
} from "../platform/sealing/line-tokens.ts";
import type { Deps } from "./deps.ts";

/** A link of a letter: the page that it leads to and the purpose of its token have the same name. */
export type LetterLink = keyof LetterLinks;

/**
 * The links that a letter carries. This is the one place that decides it. A receipt is none of them: whoever has a
 * forwarded mail could follow by it what its owner does.
 */
export function linksOf(kind: LetterKind, hasNews: boolean): LetterLink[] {
  if (kind === "confirm" || kind === "remind") return ["confirm"];
  return ["withdraw", "preferences", ...(hasNews ? (["unsubscribe"] as const) : [])];
}

/** Makes the token of a link for a line, in a letter of a kind. */
export type TokenMaker = (kind: LetterKind, link: LetterLink, ref: LineRef) => string;

/**
 * Makes tokens for letters about these lines. Those of one sheet are made together: its secrets come from one
 * derivation, which costs as much for one line as for all before it.
 */
export function openTokenMaker(
  { keys, now }: Pick<Deps, "keys" | "now">,
  refs: readonly LineRef[],
): TokenMaker {
  const asked = new Map<string, { count: number; lines: number }>();
  for (const { sheet, line } of refs) {
    const id = sheet.toHexString();
    const { count, lines } = asked.get(id) ?? { count: 0, lines: 0 };
    asked.set(id, { count: count + 1, lines: Math.max(lines, line + 1) });
  }
  const made = new Map<string, string[]>();
  const until = new Date(now().getTime() + linkTime);
  return (kind, link, ref) => {
    // Those who ask for links get the ones that act; those of other letters may be forwarded, and lead to asking.
    if (kind === "links" && (link === "withdraw" || link === "preferences"))
      return makeTimedToken(keys, link, ref, until);
    const id = ref.sheet.toHexString();
    const { count, lines } = asked.get(id) ?? { count: 0, lines: 0 };
    if (count < 2) return makeToken(keys, link, ref);
    const name = `${link} ${id}`;
    const tokens = made.get(name) ?? makeTokens(keys, link, ref.sheet, lines);
    made.set(name, tokens);
    return tokens[ref.line] ?? makeToken(keys, link, ref);
  };
}
