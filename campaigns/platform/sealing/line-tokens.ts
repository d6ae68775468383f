import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { Types } from "mongoose";
import { DomainError } from "../errors.ts";
import type { Keys } from "./keys.ts";

/** The position of a line: its sheet, and its index there from 0. */
export type LineRef = { sheet: Types.ObjectId; line: number };

/**
 * What a token permits; a token for one purpose opens nothing else. `unsubscribe` ends all news that a signature
 * agreed to, `unsubscribe-organisation` and `unsubscribe-secretariat` those of one sender.
 */
export type TokenPurpose =
  | "receipt"
  | "confirm"
  | "withdraw"
  | "preferences"
  | "unsubscribe"
  | "unsubscribe-organisation"
  | "unsubscribe-secretariat";

/** The most lines on one sheet: their secrets come from one HKDF output, which ends at 255 blocks of 32 bytes. */
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

/**
 * Reads a token of a given purpose.
 * @throws DomainError `link-unknown` when it is altered, not ours or of another purpose.
 */
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

/** What a token of one line may be good for until a moment: the links that act for her, and the marks of a browser. */
export type TimedPurpose = "withdraw" | "preferences" | "signed-here" | "confirmed-here";

/** How long a link acts that was mailed because she asked for it. */
export const linkTime = 3_600_000;

const timedHeadLength = 12 + 2 + 4;

/**
 * Makes a token of one line that is good until a moment, which stands in it under the secret: sheet, line, moment,
 * secret.
 */
export function makeTimedToken(
  keys: Keys,
  purpose: TimedPurpose,
  { sheet, line }: LineRef,
  until: Date,
): string {
  const head = Buffer.allocUnsafe(timedHeadLength);
  head.set(sheet.id, 0);
  head.writeUInt16BE(line, 12);
  head.writeUInt32BE(Math.floor(until.getTime() / 1_000), 14);
  return Buffer.concat([head, timedSecret(keys, purpose, head)]).toString("base64url");
}

/**
 * Reads a token of `makeTimedToken` and until when it is good, which may be over; undefined when it is none of ours.
 */
export function readTimedToken(
  keys: Keys,
  purpose: TimedPurpose,
  token: string,
): { ref: LineRef; until: Date } | undefined {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== timedHeadLength + secretLength || bytes.toString("base64url") !== token)
    return undefined;
  const head = bytes.subarray(0, timedHeadLength);
  if (!timingSafeEqual(timedSecret(keys, purpose, head), bytes.subarray(timedHeadLength))) return undefined;
  const ref = { sheet: new Types.ObjectId(head.subarray(0, 12)), line: head.readUInt16BE(12) };
  return { ref, until: new Date(head.readUInt32BE(14) * 1_000) };
}

/**
 * Reads a link that acts for her. It is fresh for an hour after it was mailed at her request; afterwards, and when it
 * came with another letter, it may have been forwarded, and opens without acting.
 * @throws DomainError `link-unknown`.
 */
export function readLink(
  { keys, now }: { keys: Keys; now: () => Date },
  purpose: TokenPurpose,
  token: string,
): { ref: LineRef; isFresh: boolean } {
  const timed =
    purpose === "withdraw" || purpose === "preferences" ? readTimedToken(keys, purpose, token) : undefined;
  if (timed) return { ref: timed.ref, isFresh: timed.until > now() };
  return { ref: readToken(keys, purpose, token), isFresh: false };
}

function timedSecret(keys: Keys, purpose: TimedPurpose, head: Buffer): Buffer {
  return createHmac("sha256", keys.links())
    .update(`sheaf ${purpose} until`)
    .update(head)
    .digest()
    .subarray(0, secretLength);
}

function secretOf(keys: Keys, purpose: TokenPurpose, ref: LineRef): Buffer {
  return lineSecrets(keys, purpose, ref.sheet, ref.line + 1).subarray(ref.line * secretLength);
}

function lineSecrets(keys: Keys, purpose: TokenPurpose, sheet: Types.ObjectId, count: number): Buffer {
  return Buffer.from(hkdfSync("sha256", keys.links(), sheet.id, `sheaf ${purpose}`, count * secretLength));
}
