import { asciiDigits } from "../platform/languages/ascii-digits.ts";

/** A figure in a text: as written, and as a plain number for comparing. */
export type Figure = { written: string; value: string };

/** What may separate the digits of one figure. A plain space may not: "in 2009 122 members" has two figures. */
const separator = "[.,'\u2019\u066b\u066c\u00a0\u2009\u202f]";
const figures = new RegExp(`\\p{N}+(?:${separator}\\p{N}+)*`, "gu");
/** A separator before exactly three digits groups thousands: 7,044 and 7.044 are both 7044. */
const thousands = new RegExp(`^[0-9]{1,3}(?:${separator}[0-9]{3})+$`);
const separators = new RegExp(separator, "g");

/**
 * All figures of a text, in order: every run of digits of any script. Numbers in words are not recognised: write
 * digits.
 */
export function findFigures(text: string): Figure[] {
  return Array.from(text.matchAll(figures), ([written]) => ({ written, value: plainNumber(written) }));
}

function plainNumber(written: string): string {
  const digits = asciiDigits(written);
  return thousands.test(digits) ? digits.replaceAll(separators, "") : digits.replaceAll(separators, ".");
}
