import { asciiDigits } from "../platform/languages/ascii-digits.ts";

/** A figure in a text: as written, and as a plain number for comparing. */
export type Figure = { written: string; value: string };

/** What may separate the digits of one figure. A plain space may not: "in 2009 122 members" has two figures. */
const separator = "[.,'\u2019\u066b\u066c\u00a0\u2009\u202f]";
const figures = new RegExp(`\\p{N}+(?:${separator}\\p{N}+)*`, "gu");
/** A separator before exactly three digits groups thousands: 7,044 and 7.044 are both 7044. */
const thousands = new RegExp(`^[0-9]{1,3}(?:${separator}[0-9]{3})+$`);
const separators = new RegExp(separator, "g");

/** Where in a document something stands, in our languages: "p. 12", "pages 12-14". It says nothing of the world. */
const pages =
  /(?<![\p{L}\p{N}])(?:pp?\.|pages?|págs?\.|páginas?|(?:الصفحة|صفحة|الصفحات|ص\.?)|หน้า|mga pahina|pahina)\s*\p{Nd}{1,4}(?:\s*[-\u2013]\s*\p{Nd}{1,4})?(?![\p{N}.,]?\p{N})/giu;

/**
 * All figures of a text, in order: every run of digits of any script but numbers of pages. Numbers in words are not
 * seen.
 */
export function findFigures(text: string): Figure[] {
  return Array.from(text.replaceAll(pages, " ").matchAll(figures), ([written]) => ({
    written,
    value: plainNumber(written),
  }));
}

function plainNumber(written: string): string {
  const digits = asciiDigits(written);
  return thousands.test(digits) ? digits.replaceAll(separators, "") : digits.replaceAll(separators, ".");
}
