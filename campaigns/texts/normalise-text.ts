import { createHash } from "node:crypto";

/**
 * The canonical form of a text: Unicode NFC, lines ending in LF without spaces before it, no empty lines at the
 * start, and exactly one LF at the end. The UTF-8 bytes of this form are what is signed, hashed, stored and handed
 * over.
 */
export function normaliseText(text: string): string {
  const lines = text.normalize("NFC").replaceAll(/\r\n?/g, "\n").split("\n");
  return `${lines
    .map((line) => line.trimEnd())
    .join("\n")
    .trim()}\n`;
}

/** SHA-256 of a text's UTF-8 bytes, in lower-case hex: what `sha256sum` prints for a file with them. */
export function hashText(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
