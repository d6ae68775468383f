import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hashText, normaliseText } from "#campaigns/texts/normalise-text.ts";

test("accents are composed, lines end in LF, spaces at line ends go, one LF stands at the end", () => {
  expect(normaliseText("\n\n  A\u0301 la une  \r\nb\rc\t\n\n\n")).toBe("Á la une\nb\nc\n");
});

test("a text once normalised stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(normaliseText(normaliseText(text))).toBe(normaliseText(text));
    }),
  );
});

test("sha256sum gives the same fingerprint for a file with the text", () => {
  const text = normaliseText("نحن الموقّعين أدناه\n– ข้าพเจ้าทั้งหลาย\n");
  const [fingerprint] = execFileSync("sha256sum", { input: text, encoding: "utf8" }).split(" ");
  expect(hashText(text)).toBe(fingerprint);
});
