import fc from "fast-check";
import { expect, test } from "vitest";
import { languages } from "#campaigns/platform/languages/languages.ts";
import { findFigures } from "#campaigns/texts/find-figures.ts";

const valuesOf = (text: string) => findFigures(text).map(({ value }) => value);

test.each([
  ["between 2009 and 2012", ["2009", "2012"]],
  ["in 2009 122 members", ["2009", "122"]],
  ["7,044,278 signatures", ["7044278"]],
  ["7.044.278 firmas", ["7044278"]],
  ["7\u202f044\u202f278 signatures, 7\u00a0millions", ["7044278", "7"]],
  ["1.7 million", ["1.7"]],
  ["1,7 million", ["1.7"]],
  ["พ.ศ. ๒๕๕๒", ["2552"]],
  ["٧٬٠٤٤ توقيع و٣٫٥ ملايين", ["7044", "3.5"]],
  ["350+, 2009-2012. ½", ["350", "2009", "2012", "½"]],
  ["no figure here", []],
  ["p. 12, pp. 3-5, page 7, pages 8\u201311: 35", ["35"]],
  ["págs. 12-14, página 7", []],
  ["صفحة 12، ص ١٤", []],
  ["หน้า ๑๒ หน้า 3", []],
  ["pahina 4", []],
  ["pages of 7044, group 3, page 70441", ["7044", "3", "70441"]],
])("%s", (text, values) => {
  expect(valuesOf(text)).toEqual(values);
});

test("a number as Intl writes it in any of our languages and digits reads as that number", () => {
  const digits = fc.constantFrom("latn", "arab", "arabext", "thai", "deva");
  const language = fc.constantFrom(...languages.map(({ intl }) => intl));
  fc.assert(
    fc.property(fc.nat(), language, digits, (number, locale, numberingSystem) => {
      const written = new Intl.NumberFormat(locale, { numberingSystem }).format(number);
      expect(valuesOf(`a ${written} b`)).toEqual([String(number)]);
    }),
  );
});
