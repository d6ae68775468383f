import fc from "fast-check";
import { expect, test } from "vitest";
import { composeLetter } from "#campaigns/letters/compose-letter.ts";
import { plainLine } from "#campaigns/mail/plain-line.ts";
import { locales } from "#campaigns/platform/languages/languages.ts";
import { buildFacts, letterKinds, linksOfHtml, linksOfText } from "./letter-facts.ts";

const nasty = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "</title><style>*{display:none}",
  "<!-- end title --><!-- block action -->",
  "{{text}} {{href}} {{- language}}",
  "$t(link.erase) $& $1 $` $'",
  "Ana\r\nBcc: victim@example.org\r\n\r\n<html>",
  "\u202egnp.exe\u202c \u2066x\u2069 \u2068",
  "a\u0000b\u001bc\u007f\u0085\u2028\u2029d",
  "\ud800 lone \udfff",
  `Z${"\u0300".repeat(500)}`,
  "Ana 👩‍👩‍👧‍👦 محمد נועה ไทย 日本語",
  "\u200b\u200b\ufeff\u00ad\u3164\u{e0041}",
  "&amp;&#x3c;b&#x3e;",
  "x".repeat(5000),
];

const text = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.string({ unit: "grapheme", maxLength: 80 }),
  fc.tuple(fc.constantFrom(...nasty), fc.string({ unit: "binary-ascii" })).map((parts) => parts.join(" ")),
);
const facts = fc.record({
  campaignName: text,
  headline: text,
  organiser: text,
  signerName: text,
});

const tagsOf = (html: string) =>
  [...html.matchAll(/<(\/?[a-z0-9!]+)/gi)].map(([, tag]) => tag).filter((tag) => !tag?.endsWith("bdi"));

const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

test("whatever names and texts are, the HTML has the same elements and the same links", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...letterKinds),
      fc.constantFrom(...locales),
      facts,
      (kind, locale, hostile) => {
        const distinct = {
          ...hostile,
          campaignName: `1 ${hostile.campaignName}`,
        };
        const usual = composeLetter(kind, locale, buildFacts());
        const letter = composeLetter(kind, locale, buildFacts(distinct));
        expect(tagsOf(letter.html)).toEqual(tagsOf(usual.html));
        expect(linksOfHtml(letter.html)).toEqual(linksOfHtml(usual.html));
        expect(letter.headers).toEqual(usual.headers);
        expect(letter.subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(letter.subject).not.toMatch(bidiControls);
      },
    ),
    { numRuns: 300 },
  );
});

test("whatever names and texts are, no control character gets through, and direction marks are closed on their own line", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...letterKinds),
      fc.constantFrom(...locales),
      facts,
      (kind, locale, hostile) => {
        const letter = composeLetter(kind, locale, buildFacts(hostile));
        expect(letter.html).not.toMatch(bidiControls);
        expect(letter.html.isWellFormed() && letter.text.isWellFormed()).toBe(true);
        expect(letter.html.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(letter.text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        for (const line of letter.text.split("\n")) {
          expect(line.replace(/\u2068[^\u2068\u2069]*\u2069/g, "")).not.toMatch(bidiControls);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("texts that look like gaps, blocks or keys stand in the letter as they are", () => {
  const letter = composeLetter(
    "thanks",
    "en",
    buildFacts({ organiser: "{{text}} $t(link.erase) $&", headline: "<!-- end title -->" }),
  );
  expect(letter.text).toContain("run by {{text}} $t(link.erase) $&.");
  expect(letter.html).toContain("run by <bdi>{{text}} $t(link.erase) $&amp;</bdi>.");
  expect(letter.html).toContain("<bdi>&lt;!-- end title --&gt;</bdi>");
});

test("very long texts are cut where a character ends, and marks do not pile up", () => {
  expect(plainLine("👩‍👩‍👧‍👦".repeat(50), 10)).toBe(`${"👩‍👩‍👧‍👦".repeat(9)}…`);
  expect(plainLine("x".repeat(5000), 200)).toHaveLength(200);
  expect(plainLine(`Z${"\u0300".repeat(500)}`, 200).length).toBeLessThan(8);
});

test("a letter from the longest texts there can be stays under 30 KB", () => {
  const long = "ก".repeat(5000);
  const letter = composeLetter(
    "thanks",
    "th",
    buildFacts({ campaignName: long, headline: long, organiser: long }),
  );
  expect(Buffer.byteLength(letter.html) + Buffer.byteLength(letter.text)).toBeLessThan(30_000);
});

test("the text part repeats no link that a name smuggles in as an address of ours", () => {
  const letter = composeLetter("confirm", "en", buildFacts({ signerName: "https://evil.example" }));
  expect(linksOfText(letter.text).every((link) => link.startsWith("https://sheaf.example/"))).toBe(true);
});
