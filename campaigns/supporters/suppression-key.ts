import { createHmac } from "node:crypto";
import { canonicalEmail } from "../roll/canonical-email.ts";
import type { Keys } from "../sealing/keys.ts";

const keyLength = 16;

/** The blind key of an address: the same for every spelling of one mailbox and in every campaign. `email` must be an address. */
export function suppressionKey(keys: Keys, email: string): Buffer {
  return createHmac("sha256", keys.blind("suppression"))
    .update(canonicalEmail(email))
    .digest()
    .subarray(0, keyLength);
}
