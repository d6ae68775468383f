import fc from "fast-check";
import { expect, test } from "vitest";
import { parseMarked, withoutMarks } from "#campaigns/texts/parse-marked.ts";

test("words and source marks come in the order of the text", () => {
  expect(parseMarked("First,[^1] then more.[^2][^12] And an end.")).toEqual([
    { text: "First," },
    { source: 1 },
    { text: " then more." },
    { source: 2 },
    { source: 12 },
    { text: " And an end." },
  ]);
});

test("an empty text has no segments, and a text of one mark only that", () => {
  expect(parseMarked("")).toEqual([]);
  expect(parseMarked("[^3]")).toEqual([{ source: 3 }]);
});

test.each(["[^0]", "[^01]", "[^x]", "[^ 1]", "[^1", "[1]", "[^1234]", "[^๑]"])("%s is no mark", (text) => {
  expect(parseMarked(text)).toEqual([{ text }]);
});

test("words without marks are all that is not a mark", () => {
  expect(withoutMarks("One[^1] and[^2][^3] two.")).toBe("One and two.");
});

const pieces = fc.array(
  fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("[^1]", "[^", "]", "[^22]", "7", "[^0]")),
);

test("segments put together again are the text, whatever it holds", () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join("");
      const segments = parseMarked(text);
      const joined = segments.map((segment) => ("source" in segment ? `[^${segment.source}]` : segment.text));
      expect(joined.join("")).toBe(text);
      for (const segment of segments) if ("text" in segment) expect(segment.text).not.toMatch(/\[\^[1-9]\]/);
    }),
  );
});
