import { asciiDigits } from "../platform/languages/ascii-digits.ts";
import { postcodeUse } from "./postcode-use.ts";

const postcodes = /^[\p{L}\p{N}][\p{L}\p{N} -]{1,14}$/u;
/** Dashes of every width, and what a Japanese keyboard puts for one between digits. */
const dashes = /[\p{Pd}\u2212\u30fc]/gu;
const unseen = /[\p{Default_Ignorable_Code_Point}〒]/gu;

/** A postcode in one spelling, whatever keyboard it was typed on; empty in countries that have none. */
export function tidyPostcode(typed: string, country: string): string {
  if (postcodeUse(country) === "never") return "";
  const plain = asciiDigits(typed.normalize("NFKC").replaceAll(unseen, "").replaceAll(dashes, "-"));
  return plain.replaceAll(/\s+/gu, " ").trim().toUpperCase();
}

/**
 * What is wrong with a postcode as `tidyPostcode` has it, if anything: it may be missing where an address may lack one.
 */
export function postcodeProblem(postcode: string, country: string): "missing" | "not-a-postcode" | undefined {
  if (postcode === "") return postcodeUse(country) === "always" ? "missing" : undefined;
  return postcodes.test(postcode) ? undefined : "not-a-postcode";
}
