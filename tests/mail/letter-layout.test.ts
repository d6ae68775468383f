import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compiledLetter, compileLetter } from "../../scripts/compile-letters.ts";

describe.each([
  ["ltr", "letter"],
  ["rtl", "letter"],
  ["ltr", "update"],
  ["rtl", "update"],
] as const)("the layout for %s, %s", (direction, layout) => {
  const html = readFileSync(compiledLetter(direction, layout), "utf8");

  test("is what its source compiles to: run `node scripts/compile-letters.ts` after a change", async () => {
    expect(html).toBe(await compileLetter(direction, layout));
  });

  test("names no other host but the namespaces that Outlook wants", () => {
    expect([...new Set(html.match(/https?:\/\/[^"\s]+/g))]).toEqual(["http://www.w3.org/1999/xhtml"]);
  });

  test("knows the dark, and sets its own direction everywhere", () => {
    expect(html).toContain("@media (prefers-color-scheme: dark)");
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    const other = direction === "ltr" ? "rtl" : "ltr";
    expect(html.replaceAll('dir="ltr"', "")).not.toContain(`direction:${other}`);
  });
});

test("mail is composed without MJML: nothing under campaigns/ imports it", () => {
  const campaigns = new URL("../../campaigns/", import.meta.url);
  const sources = readdirSync(campaigns, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  expect(sources.length).toBeGreaterThan(100);
  for (const file of sources)
    expect(readFileSync(new URL(file, campaigns), "utf8")).not.toMatch(/from "mjml/);
});
