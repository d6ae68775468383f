import type { Readable } from "node:stream";

/** No line of a bundle is longer than this, in characters. */
const longestLine = 1 << 20;

/**
 * Reads a text in UTF-8 line by line. Only a line feed ends a line: names may hold what other readers take for one.
 * @throws Error for a line that is too long, or not ended.
 */
export async function* readLines(file: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  for await (const chunk of file) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > longestLine) throw new Error("a line is too long");
    yield* lines;
  }
  if (rest + decoder.decode() !== "") throw new Error("the last line is not ended");
}
