import { stringify } from "csv-stringify/sync";
import { personLength } from "../petitions/person.ts";
import type { Signature } from "../signing/roll/signature.model.ts";

/** What a bundle reads of a signature. */
export type RollEntry = Pick<
  Signature,
  "_id" | "petition" | "country" | "channel" | "locale" | "version" | "at" | "sealed"
>;

/** What a bundle gives of the sealed fields. */
export type Signatory = { name: string; postcode: string };

const lineEnd = "\r\n";

/**
 * What every CSV file of a bundle begins with: the byte order mark. Without it Excel reads UTF-8 as the code page of the
 * computer, and names in Thai or Arabic, or with an accent, turn to nonsense.
 */
const byteOrderMark = "\uFEFF";

/** Text that stays as it is: nothing to quote, and nothing that a spreadsheet calculates. */
const plain = /^(?:[^=+\-@\t\r\n",;＝＋－＠][^\t\r\n",;]*)?$/u;

/** Where half of the world's spreadsheets separate cells by semicolons, a formula can begin behind one. */
const hiddenFormula = /(?<=[;\t]\s*)(?=[=+\-@＝＋－＠])/gu;

/** Puts a text into a CSV cell: quoted as RFC 4180 says, and with an apostrophe before what could be a formula. */
export function toCell(text: string): string {
  // Few texts need the library, which costs as much a row as opening its sealed fields.
  if (plain.test(text)) return text;
  return stringify([[text.replaceAll(hiddenFormula, "'")]], { escape_formulas: true, eof: false });
}

/** Puts cells that are sure to be plain (numbers, codes) or made by `toCell` into a line. */
export function toLine(cells: readonly (string | number)[]): string {
  return cells.join(",") + lineEnd;
}

/** The beginning of a CSV file with these columns. */
export function csvHead(columns: readonly string[]): string {
  return byteOrderMark + toLine(columns);
}

/** The columns of signatures.csv; the postcode only where the campaign asks for it. */
export function signatureColumns(asksPostcode: boolean): string[] {
  return [
    "number",
    "country",
    "petition",
    "language",
    "wording version",
    "channel",
    "day signed",
    "name",
    ...(asksPostcode ? ["postcode"] : []),
    "signature key",
  ];
}

/** The line of one signature; `number` counts from 1, in the order of the keys. */
export function signatureLine(
  number: number,
  entry: RollEntry,
  { name, postcode }: Signatory,
  asksPostcode: boolean,
): string {
  const { country, petition, locale, version, channel, at, _id } = entry;
  const personal = asksPostcode ? `${toCell(name)},${toCell(postcode)}` : toCell(name);
  // Written out, not joined: it runs once a signature.
  return `${number},${country},${petition},${locale},${version},${channel},${dayOf(at)},${personal},${signatureKey(_id)}${lineEnd}`;
}

/**
 * The name of a signature in a bundle: nullifier in hex, a hyphen, slot. Unique in the campaign, and different in every
 * campaign. With the hyphen no spreadsheet takes it for a number.
 */
export function signatureKey(id: Buffer): string {
  return `${id.toString("hex", 4, personLength)}-${id[personLength] ?? 0}`;
}

let lastDay = { number: 0, text: "1970-01-01" };

/** The day of a moment in UTC, as 2026-01-31. */
export function dayOf(at: Date): string {
  const day = Math.floor(at.getTime() / 86_400_000);
  if (day !== lastDay.number) lastDay = { number: day, text: at.toISOString().slice(0, 10) };
  return lastDay.text;
}
