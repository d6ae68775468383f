import { pipeline, type Readable } from "node:stream";
import { parse } from "csv-parse";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import type { Problems } from "./check.ts";
import type { OpenedBundle } from "./open-bundle.ts";
import { readLines } from "./read-lines.ts";

const text = Type.String();

const rowSchema = Type.Object({
  country: text,
  day: text,
  key: text,
  language: text,
  name: Type.Union([text, Type.Null()]),
  number: Type.Integer(),
  petition: text,
  version: Type.Integer(),
});

/** A signature as signatures.ndjson shows it. */
export type SignatureRow = Static<typeof rowSchema>;

const csvSchema = Type.Object({ number: text, country: text, name: text, "signature key": text });

/**
 * Reads the list of signatures line by line, both files of it together: whatever differs between them, or is not in
 * order, becomes a problem.
 */
export async function* readSignatures(
  bundle: OpenedBundle,
  problems: Problems,
): AsyncGenerator<SignatureRow> {
  const sheet = readCsv(await bundle.stream("signatures.csv"));
  let last = "";
  let number = 0;
  for await (const line of readLines(await bundle.stream("signatures.ndjson"))) {
    const row = Value.Parse(rowSchema, JSON.parse(line));
    number += 1;
    if (row.key <= last)
      problems.add(row.key === last ? `${row.key} is there twice` : `${row.key} is not in order`);
    if (row.number !== number) problems.add(`line ${number} has another number`);
    const { value: beside } = await sheet.next();
    if (!beside || !isSame(row, beside))
      problems.add(`line ${number} differs between signatures.csv and signatures.ndjson`);
    last = row.key;
    yield row;
  }
  if (!(await sheet.next()).done) problems.add("signatures.csv has more lines than signatures.ndjson");
}

/** Begins to read at once: where the file breaks off, whoever reads its lines is told of it, and nobody else. */
function readCsv(file: Readable): AsyncGenerator<Static<typeof csvSchema>> {
  const lines = parse({ columns: true, bom: true, record_delimiter: "\r\n" });
  pipeline(file, lines, () => undefined);
  return readRows(lines);
}

async function* readRows(lines: Readable): AsyncGenerator<Static<typeof csvSchema>> {
  for await (const line of lines) yield Value.Parse(csvSchema, line);
}

/** Names may have got apostrophes, so that a spreadsheet calculates nothing. */
function isSame(row: SignatureRow, beside: Static<typeof csvSchema>): boolean {
  const plain = (name: string) => name.replaceAll("'", "");
  return (
    beside["signature key"] === row.key &&
    beside.number === String(row.number) &&
    beside.country === row.country &&
    plain(beside.name) === plain(row.name ?? "")
  );
}
