import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const longest = 120;

const folders = ["bench", "campaigns", "cli", "embedded", "scripts", "server", "tests", "web", "workers"];

/** Lines that go out as they stand here. */
const exempt = ["campaigns/bundles/readme-text.ts"];

/** A text, a pattern or a title of a test stays on one line, where one can search for it; HTML does not. */
const wholeText = new RegExp(
  [
    String.raw`"(?:[^"\\]|\\.)*"`,
    String.raw`'(?:[^'\\]|\\.)*'`,
    "(?<!html)`(?:[^`\\\\]|\\\\.)*`",
    String.raw`(?<=[=([,:\s]|^)/(?![/*]).*/[dgimsuvy]*`,
  ].join("|"),
  "g",
);

/** Whether a line of code is too long to read. */
export function isLong(line) {
  if (line.length <= longest) return false;
  const textsLeftOut = line.replace(wholeText, (text) => (text.length > longest / 2 ? "" : text));
  return textsLeftOut.length > longest / 2 || textsLeftOut === line;
}

/** Where lines of code are too long to read, as `file:line: length`. */
export function findLongLines(root) {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true }).map((name) => `${folder}/${name}`),
    )
    .filter((file) => /\.(ts|mjs|js)$/.test(file))
    .filter((file) => !exempt.includes(file))
    .sort()
    .flatMap((file) =>
      readFileSync(join(root, file), "utf8")
        .split("\n")
        .flatMap((line, index) => (isLong(line) ? [`${file}:${index + 1}: ${line.length} characters`] : [])),
    );
}
