import { sample, uint8Array } from "fast-check";
import { expect, test } from "vitest";
import { readSpelled, spellReceipt } from "#server/public/receipt/spell-receipt.ts";

const receipts = uint8Array({ minLength: 30, maxLength: 30 }).map((bytes) =>
  Buffer.from(bytes).toString("base64url"),
);

test("a receipt is twelve groups of four, without letters that look like digits, and is read back from them", () => {
  for (const receipt of sample(receipts, 200)) {
    const spelled = spellReceipt(receipt);
    expect(spelled).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4} ){11}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(readSpelled(spelled)).toBe(receipt);
  }
});

test("typed as one reads it, it is the same: small letters, hyphens, no spaces, O for 0, I and L for 1", () => {
  for (const receipt of sample(receipts, 200)) {
    const spelled = spellReceipt(receipt);
    const ways = [
      spelled.toLowerCase(),
      spelled.replaceAll(" ", "-"),
      spelled.replaceAll(" ", ""),
      ` ${spelled.replaceAll("0", "O").replaceAll("1", "l")}\n`,
    ];
    for (const typed of ways) expect(readSpelled(typed), typed).toBe(receipt);
    expect(readSpelled(` ${receipt} `), "as it stands in addresses").toBe(receipt);
  }
});

test("what is no receipt is none", () => {
  for (const typed of ["", "   ", "not a receipt!", "ü".repeat(48), "x".repeat(130)])
    expect(readSpelled(typed), typed).toBeUndefined();
});
