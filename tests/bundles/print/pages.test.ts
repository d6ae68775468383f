import { describe, expect, test } from "vitest";
import { printPages } from "#campaigns/bundles/print/print-pages.ts";
import {
  describePdf,
  fontsOfPdf,
  hasPoppler,
  isAccessible,
  structureOfPdf,
  textOfPdf,
} from "../../support/pdf.ts";
import { inBatches, mark, namesByScript, pagesOrder, signatureOf } from "./samples.ts";

/** Prints names and gives all parts. */
async function print(names: readonly string[], changes: Parameters<typeof pagesOrder>[1] = {}) {
  const signatures = names.map((name) => signatureOf(name, { postcode: "10110" }));
  return Array.fromAsync(printPages(pagesOrder(names.length, changes), inBatches(signatures)));
}

async function printOne(names: readonly string[], changes: Parameters<typeof pagesOrder>[1] = {}) {
  const [part] = await print(names, changes);
  if (!part) throw new Error("Nothing was printed.");
  return part.pdf;
}

describe.skipIf(!hasPoppler)("signature pages", () => {
  test("hold each name as text that can be searched, in every script, from fonts inside the file", async () => {
    const pdf = await printOne(Object.values(namesByScript));
    const text = textOfPdf(pdf).normalize("NFC");
    const letters = text.replaceAll(/\p{White_Space}/gu, "");
    // Where words end poppler guesses from the gaps, and words from right to left it tells in the other order. Of
    // Khmer and Bengali Typst writes letters twice that have a mark at another height.
    const searched = Object.entries(namesByScript).filter(([script]) => !/Khmer|Bengali/.test(script));
    const words = searched.flatMap(([, name]) => name.split(" "));
    expect(words.filter((word) => !letters.includes(word))).toEqual([]);
    const fonts = fontsOfPdf(pdf);
    expect(fonts.filter(({ embedded, readable }) => !embedded || !readable)).toEqual([]);
    const families = ["NotoSans-", "Thai", "Arabic", "Hans", "KR", "Ethiopic", "Khmer", "Hebrew"];
    expect(families.filter((family) => !fonts.some(({ name }) => name.includes(family)))).toEqual([]);
    expect(text).not.toContain("\ufffd");
    expect(text).not.toContain(" * ");
  });

  test("are tagged as PDF/UA asks, with a table whose heads come again on each page", async () => {
    const pdf = await printOne(Array.from({ length: 150 }, (_, index) => `Person ${index + 1}`));
    expect(isAccessible(pdf)).toBe(true);
    const pages = Number(describePdf(pdf).get("Pages"));
    expect(pages).toBeGreaterThan(1);
    expect(structureOfPdf(pdf)).toMatch(/Table[\s\S]*TH[\s\S]*TD/);
    const text = textOfPdf(pdf);
    expect(text.match(/Number Country Name Day/g)).toHaveLength(pages);
    const feet = Array.from({ length: pages }, (_, index) => `Page ${index + 1} of ${pages}`);
    expect(feet.filter((foot) => !text.includes(foot))).toEqual([]);
    expect(text.match(new RegExp(`Bundle ${mark.id}`, "g"))).toHaveLength(pages);
    expect(text.match(new RegExp(`SHA-256 of signatures.csv: ${mark.sha256}`, "g"))).toHaveLength(pages);
  });

  test("come in parts of 5,000, numbered through, and each says which it is", async () => {
    const parts = await print(Array.from({ length: 5_003 }, (_, index) => `Person ${index + 1}`));
    expect(parts.map(({ name }) => name)).toEqual(["signatures-001.pdf", "signatures-002.pdf"]);
    const [first = "", second = ""] = parts.map(({ pdf }) => textOfPdf(pdf));
    expect(first).toContain("Part 1 of 2: signatures 1 to 5,000 of 5,003");
    expect(first).toContain("5000 TH Person 5000 2026-11-30");
    expect(first).not.toContain("Person 5001");
    expect(second).toContain("Part 2 of 2: signatures 5,001 to 5,003 of 5,003");
    expect(second).toContain("5003 TH Person 5003 2026-11-30");
  });

  test("have a column for the postcode where it is asked, and for the petition where there are several", async () => {
    const text = textOfPdf(await printOne(["Ada"], { asksPostcode: true, namesPetition: true }));
    expect(text).toContain("Number Country Petition Name Postcode Day");
    expect(text).toContain("1 TH th Ada 10110 2026-11-30");
    expect(textOfPdf(await printOne(["Ada"]))).not.toContain("10110");
  });

  test("take whatever people write for text, and keep each name in its line", async () => {
    const long = "Wolfeschlegelsteinhausenbergerdorff".repeat(6).slice(0, 200);
    const names = [
      "#panic() ]#eval(1) *bold* _x_ $y$ @label <label> // no comment \\",
      "=SUM(A1:A9)",
      '"},{"rows":[]',
      long,
      "\u202eecilA\u202c Turned",
      `Z${"\u0301\u0316\u0334".repeat(60)} Pile`,
      "Nul\u0000 and\ttab\nand line",
      "Nobody \u{1f600}\u{13a0} draws",
      "",
      "محمد (حسن)",
    ];
    const pdf = await printOne(names);
    const text = textOfPdf(pdf);
    expect(text).toContain("#panic() ]#eval(1) *bold* _x_ $y$ @label <label> // no comment \\");
    expect(text).toContain("2 TH =SUM(A1:A9) 2026-11-30");
    expect(text).toContain('"},{"rows":[]');
    expect(text.replaceAll(/[\s\u200b]|2026-11-30/gu, "")).toContain(long);
    expect(text).toContain("5 * TH ecilA Turned 2026-11-30");
    expect(text).toContain("7 * TH Nul and tab and line 2026-11-30");
    expect(text).toContain("8 * TH Nobody \ufffd\ufffd draws 2026-11-30");
    expect(text).toContain("حسن");
    expect(text).toContain("* This line leaves out signs that do not show");
    expect(isAccessible(pdf)).toBe(true);
  });
});

test("the same signatures give the same bytes, whatever the time zone, the language of the machine and the batches", async () => {
  const signatures = Object.values(namesByScript).map((name) => signatureOf(name));
  const printIn = async (batch: number) =>
    Array.fromAsync(printPages(pagesOrder(signatures.length), inBatches(signatures, batch)));
  const before = { TZ: process.env.TZ, LANG: process.env.LANG };
  const [here] = await printIn(4_000);
  try {
    Object.assign(process.env, { TZ: "Pacific/Kiritimati", LANG: "th_TH.UTF-8", HOME: "/nonexistent" });
    const [there] = await printIn(3);
    expect(there?.pdf.equals(here?.pdf ?? Buffer.alloc(0))).toBe(true);
  } finally {
    process.env.TZ = before.TZ ?? "";
    if (before.TZ === undefined) delete process.env.TZ;
    if (before.LANG === undefined) delete process.env.LANG;
    else process.env.LANG = before.LANG;
  }
});
