/** Fields of one block of a report, by lower-case name; a repeated field keeps its first value. */
export type ReportFields = ReadonlyMap<string, string>;

const mostBlocks = 50;
const mostFields = 40;
const longestValue = 1_000;

/**
 * Reads the blocks of fields that reports consist of (RFC 3464, section 2.1; RFC 5965, section 3): `Name: value`
 * lines, folded ones joined, blocks separated by empty lines. Anything else is skipped, and no more is read than a
 * report can contain.
 */
export function readReportFields(content: Buffer): ReportFields[] {
  const text = content.toString("utf8").replace(/\r\n?/g, "\n");
  return text
    .split(/\n[ \t]*\n/, mostBlocks)
    .map(readBlock)
    .filter((block) => block.size > 0);
}

function readBlock(block: string): ReportFields {
  const fields = new Map<string, string>();
  for (const line of block.replace(/\n[ \t]+/g, " ").split("\n", mostFields)) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon < 1 || !/^[a-z0-9-]+$/.test(name) || fields.has(name)) continue;
    fields.set(name, line.slice(colon + 1, colon + 1 + longestValue).trim());
  }
  return fields;
}

/** The value after the type of a typed field, such as `smtp; 550 5.1.1 no such user`. */
export function untyped(value: string | undefined): string {
  return (value ?? "").replace(/^[^;]*;/, "").trim();
}
