import { hash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { isBreached } from "#campaigns/accounts/breached-passwords.ts";
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
    ["Welcome123456!", "is-common"],
    ["Welcome123456", "is-common"],
    ["!!Welcome123456!!", "is-common"],
    ["Football2024!!", "is-common"],
    ["Sunshine!2025#1", "is-common"],
    ["Dragon!@#$1234", "is-common"],
    ["manchesterunited1", "is-common"],
    // Stolen, and nothing but a list tells.
    ["zcfvfzrhfcbdfz", "is-common"],
    ["QQ8Gws75MGO8", "is-common"],
    ["supercutekawaii", "is-common"],
    ["Rattanakosin1", "is-known"],
    ["ecpat-thailand rattanakosin", "is-known"],
    ["Somchai.Somchai", "is-known"],
  ])("is refused: %s is %s", async (password, problem) => {
    expect(await passwordProblem(password, known)).toBe(problem);
  });

  test.each([
    "four new otters at noon",
    "seven otters in a boat",
    "kJ7mQ2xWz9Lp",
    "ปลาสี่ตัวว่ายน้ำตอนเที่ยง",
    "أربع سمكات في القارب",
    "r".repeat(3) + "ain over the harbour, 3 boats".repeat(6),
  ])("is taken: %s", async (password) => {
    expect(await passwordProblem(password, known)).toBeUndefined();
  });

  test("is hardly ever taken for a stolen one by mistake", async () => {
    const others = Array.from({ length: 5_000 }, (_, turn) =>
      hash("sha256", `p${turn}`, "base64url").slice(0, 18),
    );
    const mistaken = await Promise.all(others.map(isBreached));
    expect(mistaken.filter(Boolean).length).toBeLessThan(20);
  });
});
