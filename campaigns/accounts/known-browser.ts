import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Types } from "mongoose";
import type { Keys } from "../platform/sealing/keys.ts";

const length = 16;

/**
 * A mark for a browser on which an account has signed in before. Its attempts are counted apart from those of
 * strangers guessing the password, so that they can't lock the owner out.
 */
export function markBrowser(keys: Keys, account: Types.ObjectId): string {
  const random = randomBytes(length);
  return Buffer.concat([random, signatureOf(keys, account, random)]).toString("base64url");
}

/** Tells whether a mark was made for an account. */
export function isKnownBrowser(keys: Keys, account: Types.ObjectId, mark: string | undefined): boolean {
  const bytes = Buffer.from(mark ?? "", "base64url");
  if (bytes.length !== 2 * length) return false;
  return timingSafeEqual(signatureOf(keys, account, bytes.subarray(0, length)), bytes.subarray(length));
}

function signatureOf(keys: Keys, account: Types.ObjectId, random: Uint8Array): Buffer {
  return createHmac("sha256", keys.blind("known browsers"))
    .update(account.id)
    .update(random)
    .digest()
    .subarray(0, length);
}
