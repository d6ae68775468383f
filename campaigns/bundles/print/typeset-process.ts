import { readFileSync } from "node:fs";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { openTypst } from "../../platform/open-typst.ts";
import { coverageOf } from "./font-coverage.ts";
import { fontFamilies, readFonts } from "./fonts.ts";
import { type Printer, printerFor } from "./printable.ts";

/*
 * A separate program: reads what to print as JSON from its input and writes the PDF to its output. Typesetting takes
 * memory and a processor; it ends with the part that it was started for, and gives both back.
 */

const order = Type.Object({
  document: Type.Union([Type.Literal("letter"), Type.Literal("summary"), Type.Literal("pages")]),
  data: Type.Record(Type.String(), Type.Unknown()),
});

/** What people typed: one name or postcode a cell, number first and day last. */
const rows = Type.Array(Type.Array(Type.String()));

const fonts = readFonts();
const printer = printerFor(fonts.map(([regular]) => coverageOf(regular ?? Buffer.alloc(0))));
const { document, data } = Value.Parse(order, JSON.parse(readFileSync(0, "utf8")));
process.stdout.write(typeset(document, { ...printable(data, printer), fonts: fontFamilies }));

function typeset(name: string, content: Record<string, unknown>): Buffer {
  const read = (file: string) => readFileSync(new URL(`${file}.typ`, import.meta.url), "utf8");
  const compiler = openTypst(fonts.flat());
  const source = {
    mainFileContent: read("common") + read(name),
    inputs: { data: JSON.stringify(content) },
  };
  try {
    return compiler.pdf(source, { pdfStandard: "ua-1" });
  } catch {
    // A name that defeats the look-up in the fonts must not hold up a bundle: tagged all the same, without the claim.
    return compiler.pdf(source);
  }
}

/** All texts with what the fonts have; of lists of signatures, whether a name had to be changed. */
function printable({ rows: list, ...texts }: Record<string, unknown>, { text, name }: Printer) {
  let unprintable = false;
  const print = (value: unknown): unknown => {
    if (typeof value === "string") {
      const printed = text(value);
      unprintable ||= printed.includes("\ufffd") && !value.includes("\ufffd");
      return printed;
    }
    if (Array.isArray(value)) return value.map(print);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, print(inner)]));
  };
  const printed = { ...Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, print(value)])) };
  if (list === undefined) return { ...printed, unprintable };
  let changed = false;
  const cells = Value.Parse(rows, list).map(([number = "", ...row]) => {
    const printedRow = row.map((cell) => name(cell, String(texts.direction)));
    const isChanged = printedRow.some((cell) => cell.changed);
    changed ||= isChanged;
    return [isChanged ? `${number} *` : number, ...printedRow.map((cell) => cell.text)];
  });
  return { ...printed, rows: cells, changed, unprintable: false };
}
