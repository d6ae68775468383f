import { html } from "hono/html";
import { LRUCache } from "lru-cache";
import { encode } from "uqr";
import type { Html } from "./html.ts";

/**
 * A QR code as inline SVG, with the quiet zone that scanners need. Always dark on white, because many can't read it
 * otherwise.
 */
export function qrCode(text: string, label: string): Html {
  const { size, path } = drawn.memo(text);
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}"
role="img" aria-label="${label}" shape-rendering="crispEdges">
<rect class="light" width="${size}" height="${size}"/><path d="${path}"/></svg>`;
}

/** The same few addresses are drawn for everybody who is thanked, and drawing one takes a millisecond. */
const drawn = new LRUCache<string, { size: number; path: string }>({ max: 200, memoMethod: draw });

function draw(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  return { size, path: data.map((row, y) => drawRow(row, y)).join("") };
}

function drawRow(row: boolean[], y: number): string {
  let path = "";
  let start = 0;
  while (start < row.length) {
    const end = row.findIndex((isDark, x) => x >= start && isDark !== row[start]);
    const stop = end === -1 ? row.length : end;
    if (row[start]) path += `M${start} ${y}h${stop - start}v1h${start - stop}z`;
    start = stop;
  }
  return path;
}
