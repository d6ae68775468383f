import { describe, expect, test } from "vitest";
import { passwordProblem } from "#campaigns/accounts/check-new-password.ts";

const known = ["Somchai Rattanakosin", "somchai.r@ecpat.example", "ecpat-thailand"];

describe("a new password", () => {
  test.each([
    ["eleven-char", "too-short"],
    ["x".repeat(201), "too-long"],
    ["password1234", "is-common"],
    ["P@ssw0rd1234", "is-common"],
    ["Password2024!", "is-common"],
    ["iloveyou1234", "is-common"],
    ["qwertyuiop123", "is-common"],
    ["1q2w3e4r5t6y", "is-common"],
    ["123456789012", "is-common"],
    ["aaaaaaaaaaaaaaaa", "is-common"],
    ["abcabcabcabc", "is-common"],
    ["administrator1", "is-common"],
    ["Rattanakosin1", "is-known"],
    ["ecpat-thailand", "is-known"],
    ["Somchai.Somchai", "is-known"],
  ])("is refused: %s is %s", (password, problem) => {
    expect(passwordProblem(password, known)).toBe(problem);
  });

  test.each([
    "four new otters at noon",
    "seven otters in a boat",
    "kJ7mQ2xWz9Lp",
    "ปลาสี่ตัวว่ายน้ำตอนเที่ยง",
    "أربع سمكات في القارب",
    "r".repeat(3) + "ain over the harbour, 3 boats".repeat(6),
  ])("is taken: %s", (password) => {
    expect(passwordProblem(password, known)).toBeUndefined();
  });
});
