import { expect, test } from "vitest";
import { coverageOf } from "#campaigns/bundles/print/font-coverage.ts";
import { readFonts } from "#campaigns/bundles/print/fonts.ts";
import { printerFor } from "#campaigns/bundles/print/printable.ts";
import { namesByScript } from "./samples.ts";

const coverage = readFonts().map(([regular = Buffer.alloc(0)]) => coverageOf(regular));
const printer = printerFor(coverage);

test("the fonts have a shape for every letter of the names, and say so of what they have none for", () => {
  const changed = Object.values(namesByScript).filter((name) => printer.name(name, "ltr").changed);
  expect(changed).toEqual([]);
  expect(printer.name("Ada \u{1f600}", "ltr")).toEqual({ text: "Ada \ufffd", changed: true });
  expect(printer.name("\u{13a0}\u{13a1}", "ltr").text).toBe("\ufffd\ufffd");
});

test("a letter and its mark have to be in one font", () => {
  const fonts = [new Set([0x61]), new Set([0xe01, 0xe34]), new Set([0x301])];
  const { text } = printerFor(fonts);
  expect(text("a\u0301 \u0e01\u0e34")).toBe("\ufffd\ufffd\u0e01\u0e34");
});

test("names keep their joiners, lose what turns or piles, and say that they were changed", () => {
  const joined = "श्री\u200dराम";
  expect(printer.name(joined, "ltr")).toEqual({ text: joined, changed: false });
  expect(printer.name("\u202eecilA\u202c", "ltr")).toEqual({ text: "ecilA", changed: true });
  const pile = printer.name(`Z${"\u0301".repeat(50)}`, "ltr");
  expect(pile.changed).toBe(true);
  expect(pile.text.length).toBeLessThan(6);
  // Vietnamese typed as letters and marks apart is the same name.
  expect(printer.name("Nguyễn".normalize("NFD"), "ltr")).toEqual({ text: "Nguyễn", changed: false });
});

test("a name in the other direction keeps its brackets at its end", () => {
  expect(printer.name("محمد (حسن)", "ltr").text).toBe("\u2068محمد (حسن)\u2069");
  expect(printer.name("محمد (حسن)", "rtl").text).toBe("محمد (حسن)");
  expect(printer.name("Ada (Byron)", "rtl").text).toBe("\u2068Ada (Byron)\u2069");
  expect(printer.name("محمد حسن", "ltr").text).toBe("محمد حسن");
});

test("a word without an end can be parted, so that it stays in its column", () => {
  const long = "W".repeat(200);
  const { text, changed } = printer.name(long, "ltr");
  expect(text.replaceAll("\u200b", "")).toBe(long);
  expect(Math.max(...text.split("\u200b").map(({ length }) => length))).toBeLessThanOrEqual(25);
  expect(changed).toBe(false);
});

test("texts keep their lines and what turns them, and lose commands to terminals", () => {
  expect(printer.text("one\ntwo\u200f\u0007")).toBe("one\ntwo\u200f");
});
