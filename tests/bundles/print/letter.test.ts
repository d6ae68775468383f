import { describe, expect, test } from "vitest";
import { numberInWords } from "#campaigns/bundles/print/number-in-words.ts";
import { type Letter, printLetter } from "#campaigns/bundles/print/print-letter.ts";
import { locales } from "#campaigns/platform/languages/languages.ts";
import { describePdf, hasPoppler, isAccessible, structureOfPdf, textOfPdf } from "../../support/pdf.ts";
import { letterOf, mark } from "./samples.ts";

function print(...letters: Letter[]): Promise<Buffer> {
  return printLetter({ letters, locale: letters[0]?.locale ?? "en", mark, accent: "#17365d" });
}

describe.skipIf(!hasPoppler)("the letter", () => {
  test("says to whom, what is asked, how many, when, who collected and who hands over", async () => {
    const pdf = await print(letterOf("en"));
    const text = textOfPdf(pdf);
    for (const part of [
      "To: Ministry of Tests of Thailand",
      "As of 30 November 2026 at 20:02 UTC",
      "Petition: Stop Sex Trafficking",
      "Protect every child from trafficking.",
      "735,889",
      "seven hundred and thirty-five thousand eight hundred and eighty-nine",
      "1 January 2026 to 30 November 2026 (days in UTC)",
      "Thailand",
      "ECPAT International Bangkok, Thailand",
      "ECPAT of Tests https://ecpat.example",
      "English, version 1, file texts/th/en-v1.txt Signed in these words: 700,000",
      "French texts/th/fr-v1.txt 1 35,889",
      "For ECPAT of Tests",
      "Page 1 of",
      `SHA-256 of signatures.csv: ${mark.sha256}`,
    ])
      expect(text).toContain(part);
    expect(isAccessible(pdf)).toBe(true);
    expect(Number(describePdf(pdf).get("Pages"))).toBeLessThanOrEqual(2);
    expect(structureOfPdf(pdf)).toMatch(/H1[\s\S]*H2/);
  });

  test("holds the text exactly as it was signed, line by line, and nothing in it is markup", async () => {
    const { signed } = letterOf("en");
    const text = textOfPdf(await print(letterOf("en")));
    expect(text).toContain(
      'on what has been done. #panic() *not bold* $x$ "quoted" -- as written We ask you to answer this petition in public.',
    );
    const words = signed.text.trim().replaceAll(/\s+/g, " ");
    expect(text).toContain(words.slice(0, words.indexOf(";")));
  });

  test("marks a translation as one, and says how many signed it", async () => {
    const translation = { locale: "th", text: "เรียน กระทรวง\n\nเราขอให้ท่านตอบ\n", signatures: 0 };
    const text = textOfPdf(await print(letterOf("en", { translation })));
    expect(text).toContain("Translation This is a translation into Thai");
    expect(text).toContain("Signed in these words: 0");
    expect(text).toContain("เราขอให้ท่านตอบ");
    expect(textOfPdf(await print(letterOf("en")))).not.toContain("Translation");
  });

  test("goes to each office of a bundle on pages of its own", async () => {
    const whole = { signatures: 7_044_278, petitions: 2 };
    const pdf = await print(
      letterOf("en", { whole }),
      letterOf("fr", { whole, office: "Assemblée nationale", country: null }),
    );
    const text = textOfPdf(pdf);
    expect(text).toContain("7,044,278 signatures on 2 petitions");
    expect(text).toContain("À : Assemblée nationale");
    expect(text).toContain("sept cent trente-cinq mille huit cent quatre-vingt-neuf");
  });

  test.each(locales)("is in %s from beginning to end, and tagged", async (locale) => {
    const pdf = await print(letterOf(locale, { translation: { locale, text: "…\n", signatures: 3 } }));
    expect(isAccessible(pdf)).toBe(true);
    expect(textOfPdf(pdf)).not.toContain("\ufffd");
  });
});

test("the same letter gives the same bytes", async () => {
  const [one, other] = [await print(letterOf("ar")), await print(letterOf("ar"))];
  expect(one.equals(other)).toBe(true);
});

test("numbers are written out in the letter's language, or in English where we can't", () => {
  const words = (number: number) => locales.map((locale) => numberInWords(number, locale));
  expect(words(7_044_278)).toEqual([
    { locale: "en", words: "seven million forty-four thousand two hundred and seventy-eight" },
    { locale: "fr", words: "sept millions quarante-quatre mille deux cent soixante-dix-huit" },
    { locale: "es", words: "siete millones cuarenta y cuatro mil doscientos setenta y ocho" },
    { locale: "th", words: "เจ็ดล้านสี่หมื่นสี่พันสองร้อยเจ็ดสิบแปด" },
    { locale: "ar", words: "سبعة ملايين وأربعة وأربعون ألفاً ومئتان وثمانية وسبعون" },
    { locale: "en", words: "seven million forty-four thousand two hundred and seventy-eight" },
  ]);
  const spanish = [21, 21_000, 31_001, 101_000, 21_000_000].map(
    (number) => numberInWords(number, "es").words,
  );
  expect(spanish).toEqual([
    "veintiuno",
    "veintiún mil",
    "treinta y un mil uno",
    "ciento un mil",
    "veintiún millones",
  ]);
});
