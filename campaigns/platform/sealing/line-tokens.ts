import { hkdfSync, timingSafeEqual } from "node:crypto";
import { Types } from "mongoose";
import { DomainError } from "../errors.ts";
import type { Keys } from "./keys.ts";

/** Where a line stands: its sheet, and its place on it from 0. */
export type LineRef = { sheet: Types.ObjectId; line: number };

/**
 * What a token is good for; a token of one purpose opens nothing else. `unsubscribe` ends all news that a signature agreed to,
 * `unsubscribe-organisation` and `unsubscribe-secretariat` those of one sender.
 */
export type TokenPurpose =
  | "receipt"
  | "confirm"
  | "withdraw"
  | "preferences"
  | "unsubscribe"
  | "unsubscribe-organisation"
  | "unsubscribe-secretariat";

/** The most lines one sheet holds: their secrets come from one HKDF output, which ends at 255 blocks of 32 bytes. */
export const mostLines = 500;

const secretLength = 16;
const tokenLength = 12 + 2 + secretLength;

/**
 * Makes the tokens of the lines 0 to count - 1 of a sheet: sheet id, line, secret, in base64url. The secrets are one
 * HKDF-SHA256 output (RFC 5869) per sheet and purpose, so nothing has to be stored and no index searched.
 */
export function makeTokens(
  keys: Keys,
  purpose: TokenPurpose,
  sheet: Types.ObjectId,
  count: number,
): string[] {
  const secrets = lineSecrets(keys, purpose, sheet, count);
  const token = Buffer.allocUnsafe(tokenLength);
  token.set(sheet.id, 0);
  return Array.from({ length: count }, (_, line) => {
    token.writeUInt16BE(line, 12);
    secrets.copy(token, 14, line * secretLength, (line + 1) * secretLength);
    return token.toString("base64url");
  });
}

/** Makes the token of one line. */
export function makeToken(keys: Keys, purpose: TokenPurpose, ref: LineRef): string {
  const head = Buffer.allocUnsafe(14);
  head.set(ref.sheet.id, 0);
  head.writeUInt16BE(ref.line, 12);
  return Buffer.concat([head, secretOf(keys, purpose, ref)]).toString("base64url");
}

/** Reads a token of a purpose. @throws DomainError `link-unknown` when it is altered, foreign or of another purpose. */
export function readToken(keys: Keys, purpose: TokenPurpose, token: string): LineRef {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length === tokenLength && bytes.toString("base64url") === token) {
    const ref = { sheet: new Types.ObjectId(bytes.subarray(0, 12)), line: bytes.readUInt16BE(12) };
    if (ref.line < mostLines && timingSafeEqual(secretOf(keys, purpose, ref), bytes.subarray(14))) return ref;
  }
  throw new DomainError(
    "link-unknown",
    "This link is not complete or not ours: open it again from the mail.",
  );
}

function secretOf(keys: Keys, purpose: TokenPurpose, ref: LineRef): Buffer {
  return lineSecrets(keys, purpose, ref.sheet, ref.line + 1).subarray(ref.line * secretLength);
}

function lineSecrets(keys: Keys, purpose: TokenPurpose, sheet: Types.ObjectId, count: number): Buffer {
  return Buffer.from(hkdfSync("sha256", keys.links(), sheet.id, `sheaf ${purpose}`, count * secretLength));
}
