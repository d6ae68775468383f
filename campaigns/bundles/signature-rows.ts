import { stringify } from "csv-stringify/sync";
import { personLength } from "../petitions/person.ts";
import type { Signature } from "../signing/roll/signature.model.ts";

/** The fields of a signature that a bundle reads. */
export type RollEntry = Pick<
  Signature,
  | "_id"
  | "petition"
  | "country"
  | "channel"
  | "locale"
  | "version"
  | "at"
  | "sealed"
  | "sheet"
  | "line"
  | "moves"
  | "unnamed"
>;

/** The sealed fields that a bundle discloses, and the secret that shows that they are those of the log. */
export type Signatory = { name: string; postcode: string; secret?: string };

const lineEnd = "\r\n";

/**
 * The byte order mark at the start of every CSV file in a bundle. Without it Excel reads UTF-8 as the computer's
 * code page, and Thai, Arabic or accented names become unreadable.
 */
const byteOrderMark = "\uFEFF";

/** Text that can be written unchanged: nothing to quote, and nothing that a spreadsheet would calculate. */
const plain = /^(?:[^=+\-@\t\r\n",;＝＋－＠][^\t\r\n",;]*)?$/u;

/** In half of the world spreadsheets separate cells with semicolons, so a formula can start after one. */
const hiddenFormula = /(?<=[;\t]\s*)(?=[=+\-@＝＋－＠])/gu;

/** Formats a text as a CSV cell: quoted as in RFC 4180, and with an apostrophe before what could be a formula. */
export function toCell(text: string): string {
  // Few texts need the library, which costs as much per row as opening its sealed fields.
  if (plain.test(text)) return text;
  return stringify([[text.replaceAll(hiddenFormula, "'")]], { escape_formulas: true, eof: false });
}

/** Joins cells into a line; they must be plain (numbers, codes) or come from `toCell`. */
export function toLine(cells: readonly (string | number)[]): string {
  return cells.join(",") + lineEnd;
}

/** The start of a CSV file with these columns. */
export function csvHead(columns: readonly string[]): string {
  return byteOrderMark + toLine(columns);
}

/** The columns of signatures.csv. */
export function signatureColumns(hasPostcode: boolean): string[] {
  return [
    "number",
    "country",
    "petition",
    "language",
    "wording version",
    "channel",
    "day signed",
    "name",
    ...(hasPostcode ? ["postcode"] : []),
    "signature key",
  ];
}

/** The line of one signature; `number` counts from 1, in key order. */
export function signatureLine(
  number: number,
  entry: RollEntry,
  { name, postcode }: Signatory,
  hasPostcode: boolean,
): string {
  const { country, petition, locale, version, channel, at, _id } = entry;
  const shown = entry.unnamed ? "" : toCell(name);
  const personal = hasPostcode ? `${shown},${toCell(postcode)}` : shown;
  // Concatenated by hand instead of joined: this runs once per signature.
  return `${number},${country},${petition},${locale},${version},${channel},${dayOf(at)},${personal},${signatureKey(_id)}${lineEnd}`;
}

/** The same as one line of JSON, its names sorted; `name` is null for those who asked to be left unnamed. */
export function signatureJson(
  number: number,
  entry: RollEntry,
  { name, postcode }: Signatory,
  hasPostcode: boolean,
): string {
  const { channel, country, locale, petition, version, at, _id } = entry;
  const row = {
    channel,
    country,
    day: dayOf(at),
    key: signatureKey(_id),
    language: locale,
    name: entry.unnamed ? null : name,
    number,
    petition,
    ...(hasPostcode && { postcode }),
    version,
  };
  return `${JSON.stringify(row)}\n`;
}

/**
 * The name of a signature in a bundle: nullifier in hex, a hyphen, slot. It is unique in the campaign and different
 * in every campaign. The hyphen keeps spreadsheets from reading it as a number.
 */
export function signatureKey(id: Buffer): string {
  return `${id.toString("hex", 4, personLength)}-${id[personLength] ?? 0}`;
}

let lastDay = { number: 0, text: "1970-01-01" };

/** The UTC date of a moment, such as 2026-01-31. */
export function dayOf(at: Date): string {
  const day = Math.floor(at.getTime() / 86_400_000);
  if (day !== lastDay.number) lastDay = { number: day, text: at.toISOString().slice(0, 10) };
  return lastDay.text;
}
