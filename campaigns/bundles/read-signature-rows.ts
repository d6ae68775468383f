import { pipeline, type Readable } from "node:stream";
import { parse } from "csv-parse";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";

const row = Type.Object({ country: Type.String(), "signature key": Type.String() });

/** Reads signatures.csv of a bundle line by line: the country and the key of each signature. */
export async function* readSignatureRows(file: Readable): AsyncGenerator<{ country: string; key: string }> {
  const lines = parse({ columns: true, bom: true, record_delimiter: "\r\n" });
  // Where the file breaks off the parser ends with the same error: whoever reads the lines is told of it.
  pipeline(file, lines, () => undefined);
  for await (const line of lines) {
    const read: Static<typeof row> = Value.Parse(row, line);
    yield { country: read.country, key: read["signature key"] };
  }
}
