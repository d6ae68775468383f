/** What can be wrong with a name. */
export type NameProblem = "missing" | "too-long" | "not-a-name" | "has-a-link";

const longestName = 150;
/** What shows nothing and says nothing. ZWNJ and ZWJ join letters of some scripts and stay; bidi controls are refused below. */
const invisible = /[[\p{Default_Ignorable_Code_Point}\u2800]--[\u200c\u200d\u202a-\u202e\u2066-\u2069]]/gv;
const unprintable = /[\p{Cc}\p{Cn}\p{Co}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufffd]/u;
const links = /:\/\/|\bwww\.|@/iu;
const formula = /^[=+\-@]/;

/** A name in one spelling: what is copied along unseen (direction marks, soft hyphens, fillers) is taken off. */
export function tidyName(typed: string): string {
  return typed.replaceAll(invisible, "").normalize("NFC").trim().replaceAll(/\s+/gu, " ");
}

/** What is wrong with a name, if anything: as it was typed, and as `tidyName` has it. */
export function nameProblem(typed: string, name: string): NameProblem | undefined {
  if (name === "") return typed.trim() === "" ? "missing" : "not-a-name";
  if (name.length > longestName) return "too-long";
  if (!typed.isWellFormed() || unprintable.test(typed.trim()) || formula.test(name)) return "not-a-name";
  if (links.test(name)) return "has-a-link";
  return /\p{L}/u.test(name) ? undefined : "not-a-name";
}
