import { expect, test } from "vitest";
import { isLong } from "../../scripts/setup/long-lines.mjs";

const words = "a few words and ".repeat(8);

test.each([
  ["code", `const sum = ${"one + ".repeat(20)}one;`],
  ["a comment", `// ${words}`],
  ["what HTML is made of", `<p class="soft">\${say("one")}</p><p>${words}</p>`],
  ["HTML of one line", `const main = html\`<p>${words}</p>\`;`],
])("a line of %s is too long over 120 characters", (_, line) => {
  expect(isLong(line)).toBe(true);
});

test.each([
  ["a test's title", `test("${words}", () => {`],
  ["a message", `      \`${words}\${count}.\`,`],
  ["a pattern", `const words = /${words}/u;`],
  ["code that is short", "const sum = one + other;"],
])("a line of %s is not", (_, line) => {
  expect(isLong(line)).toBe(false);
});
