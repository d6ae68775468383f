/** What can be wrong with a name. */
export type NameProblem = "missing" | "too-long" | "not-a-name" | "has-a-link";

const longestName = 150;
/**
 * What shows nothing and says nothing. ZWNJ and ZWJ join letters of some scripts and stay; bidi controls are refused
 * below.
 */
const invisible = /[[\p{Default_Ignorable_Code_Point}\u2800]--[\u200c\u200d\u202a-\u202e\u2066-\u2069]]/gv;
const unprintable = /[\p{Cc}\p{Cn}\p{Co}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufffd]/u;
/**
 * The joiners do nothing between letters of other scripts than these, and would make a second name that looks the same.
 */
const joined =
  /(?<=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Mongolian}])[\u200c\u200d](?=[\p{L}\p{M}])/gu;
const joiner = /[\u200c\u200d]/u;
/** More marks on one letter than any language writes climb over the lines above. */
const piled = /\p{M}{5}/u;
const formula = /^[=+\-@]/;

/** Endings of sites that invite. Others count in small letters behind a word: "Prof.Li" and "Dr.No" are people. */
const endings =
  "com|net|org|info|biz|io|app|dev|xyz|online|site|website|shop|store|club|top|link|live|icu|vip|news|eu|tk|tv|gg|ly";
const links: readonly RegExp[] = [
  /:\/\/|\bwww\.|@/iu,
  new RegExp(`[\\p{L}\\p{N}-]{2}\\s?\\.\\s?(?:${endings})(?![\\p{L}\\p{N}])`, "iu"),
  new RegExp(`[\\s([{](?:dot|punto|point)[\\s)\\]}]{1,3}(?:${endings})(?![\\p{L}\\p{N}])`, "iu"),
  /[\p{L}\p{N}-]{3}\.(?:[a-z]{2,3}\.)?[a-z]{2}(?![\p{L}\p{N}.])/u,
  /[\p{L}\p{N}]\.\p{L}{2,24}[/:]/u,
  /\b\d{1,3}(?:\.\d{1,3}){3}\b/u,
];

/** A name in one spelling: what is copied along unseen (direction marks, soft hyphens, fillers) is taken off. */
export function tidyName(typed: string): string {
  return typed.replaceAll(invisible, "").normalize("NFC").trim().replaceAll(/\s+/gu, " ");
}

/** What is wrong with a name, if anything: as it was typed, and as `tidyName` has it. */
export function nameProblem(typed: string, name: string): NameProblem | undefined {
  if (name === "") return typed.trim() === "" ? "missing" : "not-a-name";
  if (name.length > longestName) return "too-long";
  if (!typed.isWellFormed() || unprintable.test(typed.trim()) || formula.test(name)) return "not-a-name";
  if (joiner.test(name.replaceAll(joined, "")) || piled.test(name)) return "not-a-name";
  if (hasLink(name)) return "has-a-link";
  return /\p{L}/u.test(name) ? undefined : "not-a-name";
}

/**
 * Finds the address of a site or a mailbox, also in the wide and other forms of letters and full stops that look like
 * it.
 */
function hasLink(name: string): boolean {
  const plain = name.normalize("NFKC").replaceAll(/[\u3002\u2024\ufe52]/gu, ".");
  return links.some((link) => link.test(plain));
}
