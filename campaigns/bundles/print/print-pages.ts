import type { FrameLocale } from "../../platform/languages/languages.ts";
import { type Accent, type BundleMark, printFrame } from "./print-frame.ts";
import { type PrintWords, printWords } from "./print-words.ts";
import { typeset } from "./typeset.ts";

/** How many signatures one part holds: as much as Typst sets within a few hundred megabytes. */
const signaturesInPart = 5_000;

/** One line of the pages, as it was written. */
export type PrintedSignature = {
  country: string;
  petition: string;
  /** Null where the signer asked to be left unnamed. */
  name: string | null;
  postcode: string;
  /** In UTC, such as 2026-01-31. */
  day: string;
};

/** What stands on the pages around the signatures. */
export type PagesOrder = {
  locale: FrameLocale;
  campaign: string;
  /** How many signatures there will be. */
  signatures: number;
  asksPostcode: boolean;
  /** Whether the bundle holds several petitions, so that each line says which. */
  namesPetition: boolean;
  mark: BundleMark;
  accent: Accent;
};

/** A file of signature pages, and the number of the last signature on them. */
export type PrintedPart = { name: string; pdf: Buffer; last: number };

/** Widths in centimetres; names have the rest of the line. */
const widths = { number: 1.7, country: 1.5, petition: 2.7, name: "rest", postcode: 2.8, day: 2.2 } as const;
type Column = keyof typeof widths;

/**
 * Prints signatures as they come, in parts of 5,000, each a PDF of its own: one part at a time is in memory.
 * @throws DomainError `bundle-refused`; what the signatures throw.
 */
export async function* printPages(
  order: PagesOrder,
  signatures: AsyncIterable<readonly PrintedSignature[]>,
): AsyncGenerator<PrintedPart> {
  let part = 0;
  let waiting: PrintedSignature[] = [];
  for await (const batch of signatures) {
    waiting.push(...batch);
    while (waiting.length >= signaturesInPart) {
      yield await printPart(order, part, waiting.slice(0, signaturesInPart));
      waiting = waiting.slice(signaturesInPart);
      part += 1;
    }
  }
  if (waiting.length > 0) yield await printPart(order, part, waiting);
}

async function printPart(
  order: PagesOrder,
  part: number,
  signatures: readonly PrintedSignature[],
): Promise<PrintedPart> {
  const { locale, campaign, mark, accent } = order;
  const words = printWords(locale);
  const { say } = words;
  const columns = columnsOf(order);
  const first = part * signaturesInPart + 1;
  const last = first + signatures.length - 1;
  const pdf = await typeset("pages", {
    ...printFrame({ locale, words, title: say("pages.title", { campaign }), mark, accent }),
    part: say("pages.part", spanOf(order, part, last, words)),
    note: say("pages.note"),
    "changed-note": say("pages.changed", { file: mark.file, sign: "\ufffd" }),
    widths: columns.map((column) => widths[column]),
    columns: columns.map((column) => say(`pages.${column}`)),
    rows: signatures.map((signature, index) => {
      const name = signature.name ?? `(${say("pages.unnamed")})`;
      const cells = { ...signature, name, number: String(first + index) };
      return columns.map((column) => cells[column]);
    }),
  });
  return { name: partName(part, order.signatures), pdf, last };
}

function columnsOf({ asksPostcode, namesPetition }: PagesOrder): Column[] {
  return [
    "number",
    "country",
    ...(namesPetition ? (["petition"] as const) : []),
    "name",
    ...(asksPostcode ? (["postcode"] as const) : []),
    "day",
  ];
}

function spanOf({ signatures }: PagesOrder, part: number, last: number, { number }: PrintWords) {
  return {
    part: number(part + 1),
    parts: number(partsOf(signatures)),
    first: number(part * signaturesInPart + 1),
    last: number(last),
    all: number(signatures),
  };
}

/** signatures-001.pdf, with as many digits as the last part has. */
function partName(part: number, signatures: number): string {
  const digits = Math.max(3, String(partsOf(signatures)).length);
  return `signatures-${String(part + 1).padStart(digits, "0")}.pdf`;
}

function partsOf(signatures: number): number {
  return Math.ceil(signatures / signaturesInPart);
}
