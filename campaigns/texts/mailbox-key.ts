import { createHmac } from "node:crypto";
import type { Keys } from "../platform/sealing/keys.ts";
import { canonicalEmail } from "./canonical-email.ts";

const keyLength = 16;

/**
 * The blind key of a mailbox: the same for every spelling of its address, in every campaign and for every purpose that
 * is about the mailbox and not about who signed (limits of letters, suppression, returned mail). `email` must be an
 * address.
 */
export function mailboxKey(keys: Keys, email: string): Buffer {
  return createHmac("sha256", keys.blind("mailbox"))
    .update(canonicalEmail(email))
    .digest()
    .subarray(0, keyLength);
}
