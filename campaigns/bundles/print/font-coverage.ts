/**
 * The characters that a font file has shapes for: its `cmap` table (OpenType), of which formats 4 and 12 are read, the
 * two that fonts of today have.
 */
export function coverageOf(font: Buffer): Set<number> {
  const covered = new Set<number>();
  for (const table of characterMaps(font)) {
    const format = font.readUInt16BE(table);
    if (format === 12) addGroups(font, table, covered);
    if (format === 4) addSegments(font, table, covered);
  }
  return covered;
}

/** Where the character maps of a font begin. */
function characterMaps(font: Buffer): number[] {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, index) => 12 + index * 16);
  const entry = tables.find((at) => font.toString("latin1", at, at + 4) === "cmap");
  if (entry === undefined) return [];
  const cmap = font.readUInt32BE(entry + 8);
  const count = font.readUInt16BE(cmap + 2);
  return Array.from({ length: count }, (_, index) => cmap + font.readUInt32BE(cmap + 8 + index * 8));
}

/** Format 12: groups of characters that follow each other. */
function addGroups(font: Buffer, table: number, covered: Set<number>): void {
  const groups = font.readUInt32BE(table + 12);
  for (let group = table + 16; group < table + 16 + groups * 12; group += 12) {
    const last = font.readUInt32BE(group + 4);
    for (let character = font.readUInt32BE(group); character <= last; character += 1) covered.add(character);
  }
}

/** Format 4: segments, each with a difference to add or a place to look; glyph 0 says that there is no shape. */
function addSegments(font: Buffer, table: number, covered: Set<number>): void {
  const size = font.readUInt16BE(table + 6);
  const ends = table + 14;
  const starts = ends + size + 2;
  for (let at = 0; at < size; at += 2) {
    const last = font.readUInt16BE(ends + at);
    const first = font.readUInt16BE(starts + at);
    const delta = font.readUInt16BE(starts + size + at);
    const placed = starts + 2 * size + at;
    const offset = font.readUInt16BE(placed);
    for (let character = first; character <= last && character !== 0xffff; character += 1) {
      const place = placed + offset + (character - first) * 2;
      const glyph = offset === 0 ? (character + delta) & 0xffff : font.readUInt16BE(place);
      if (glyph !== 0) covered.add(character);
    }
  }
}
