import { createHmac } from "node:crypto";
import type { Keys } from "../../platform/sealing/keys.ts";
import { canonicalEmail } from "../../texts/canonical-email.ts";

const keyLength = 16;

/**
 * The blind key of an address: the same for every spelling of one mailbox and in every campaign. `email` must be an
 * address.
 */
export function suppressionKey(keys: Keys, email: string): Buffer {
  return createHmac("sha256", keys.blind("suppression"))
    .update(canonicalEmail(email))
    .digest()
    .subarray(0, keyLength);
}
