import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { toCell, toLine } from "#campaigns/bundles/signature-rows.ts";

const awkward = fc.string({ unit: fc.constantFrom(..."=+-@\t\r\n\",;'ab é＝＋－＠ไ") });
const texts = fc.oneof(fc.string(), fc.string({ unit: "binary" }), awkward);
const runs = { numRuns: 2_000 };

/** The texts that a line gives to a program. */
function readBack(cells: string[]): string[] {
  return parse(toLine(cells.map(toCell)), { record_delimiter: "\r\n" })[0] ?? [];
}

test("a cell is what the CSV library would make of a text, though most texts don't need the library", () => {
  fc.assert(
    fc.property(texts, (text) => {
      fc.pre(!/[;\t]\s*[=+\-@＝＋－＠]/u.test(text));
      expect(toCell(text)).toBe(stringify([[text]], { escape_formulas: true, eof: false }));
    }),
    runs,
  );
});

test("every text can be read back from a line, but for the apostrophe put before what could be a formula", () => {
  fc.assert(
    fc.property(fc.array(texts, { minLength: 2, maxLength: 4 }), (cells) => {
      const withoutMarks = (text: string) => text.replaceAll("'", "");
      expect(readBack(cells).map(withoutMarks)).toEqual(cells.map(withoutMarks));
      const harmless = cells.map((cell) => cell.replaceAll(/[=+\-@＝＋－＠\t\r]/gu, ""));
      expect(readBack(harmless)).toEqual(harmless);
    }),
    runs,
  );
});

test("no cell begins like a formula, by whichever character a spreadsheet separates them", () => {
  fc.assert(
    fc.property(fc.array(awkward, { minLength: 1, maxLength: 3 }), (cells) => {
      for (const separator of [/\0/, /;/, /\t/]) {
        for (const cell of readBack(cells).flatMap((text) => text.split(separator)))
          expect(cell).not.toMatch(/^[=+\-@＝＋－＠]/u);
      }
    }),
    runs,
  );
  expect(toCell("Ann;=1+1")).toBe("Ann;'=1+1");
  expect(toCell("Anna-Lena O'Neill")).toBe("Anna-Lena O'Neill");
});
