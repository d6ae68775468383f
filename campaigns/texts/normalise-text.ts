import { createHash } from "node:crypto";

/**
 * The one form of a text: Unicode NFC, lines ending in LF without spaces before it, no empty lines at its start, and exactly
 * one LF at its end. What is signed, hashed, stored and handed over are the UTF-8 bytes of this form.
 */
export function normaliseText(text: string): string {
  const lines = text.normalize("NFC").replaceAll(/\r\n?/g, "\n").split("\n");
  return `${lines
    .map((line) => line.trimEnd())
    .join("\n")
    .trim()}\n`;
}

/** SHA-256 of a text's UTF-8 bytes, in lower-case hex: what `sha256sum` prints for a file that holds them. */
export function hashText(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
