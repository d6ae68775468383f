import fc from "fast-check";
import { expect, test } from "vitest";
import { wrapLines } from "#campaigns/mail/wrap-lines.ts";

test("wrapping breaks lines and changes nothing else", () => {
  const word = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
    fc.constantFrom(
      "การลงชื่อจะได้รับการนับเมื่อท่านกดปุ่มยืนยันในหน้าเว็บ",
      "日本語の長い文章はどこで切れるのか",
      "e-mail,",
    ),
  );
  fc.assert(
    fc.property(
      fc.array(
        word.map((each) => each.replace(/\s/gu, "x")),
        { minLength: 1 },
      ),
      (words) => {
        const text = words.join(" ");
        const wrapped = wrapLines(text, { intl: "en", margin: "" });
        expect(wrapped.replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
        expect(wrapped.split("\n").every((line) => line === line.trim() && line !== "")).toBe(true);
      },
    ),
  );
});

test("Thai is broken between words, and no line begins with a repetition mark or ends with an opening quote", () => {
  const lines = wrapLines("ท่านไม่ต้องดำเนินการใด ๆ “หากไม่มีการยืนยัน” ".repeat(6).trim(), {
    intl: "th",
    margin: "",
  }).split("\n");
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines) expect(line).not.toMatch(/^[ๆ”]|“$/);
});

test("an address is never broken", () => {
  const address = `https://a.example/${"x".repeat(200)}`;
  expect(wrapLines(`see ${address} now`, { intl: "en", margin: "" }).split("\n")).toEqual([
    "see",
    address,
    "now",
  ]);
});
