import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findUnsourcedFigures } from "#campaigns/texts/find-unsourced-figures.ts";

const claims = [
  { source: 1, statement: "Between 2009 and 2012, more than 7 million signatures." },
  { source: 2, statement: "122 members in 104 countries." },
];

const unsourced = (text: string) =>
  findUnsourcedFigures(text, claims).map(({ written, reason }) => `${written} ${reason}`);

describe("a figure is sourced when", () => {
  test("the next mark's source has it in a claim", () => {
    expect(unsourced("In 2009 it began. By 2012, 7 million had signed.[^1]")).toEqual([]);
  });
  test("one of several marks that stand together has it", () => {
    expect(unsourced("7 million signatures, 122 members.[^1][^2]")).toEqual([]);
    expect(unsourced("7 million signatures, 122 members.[^1] [^2]")).toEqual([]);
  });
  test("the text writes it with other digits than the claim", () => {
    expect(unsourced("๑๒๒ องค์กร[^2] ١٠٤ بلدان[^2]")).toEqual([]);
  });
});

describe("a figure is unsourced when", () => {
  test("no mark follows it", () => {
    expect(unsourced("7 million.[^1] And 122 members.")).toEqual(["122 no-mark"]);
    expect(unsourced("No mark at all: 2009, 7.")).toEqual(["2009 no-mark", "7 no-mark"]);
  });
  test("a mark stands only before it", () => {
    expect(unsourced("[^2]122 members")).toEqual(["122 no-mark"]);
  });
  test("the next mark's source does not have it, though a later one does", () => {
    expect(unsourced("122 members,[^1] more.[^2]")).toEqual(["122 not-in-source"]);
  });
  test("it is mistyped", () => {
    expect(unsourced("1222 members in 104 countries.[^2]")).toEqual(["1222 not-in-source"]);
  });
});

test("of any text, exactly the figures behind the last mark have none", () => {
  const word = fc.constantFrom("in ", "2009 ", "and 7 ", "people ", "[^1]", "[^2]");
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const text = words.join("");
      const behind = text.slice(text.lastIndexOf("]") + 1);
      const found = findUnsourcedFigures(text, claims).filter(({ reason }) => reason === "no-mark");
      expect(found.map(({ written }) => written)).toEqual(behind.match(/\d+/g) ?? []);
    }),
  );
});
