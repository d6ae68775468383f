import { createHmac } from "node:crypto";
import type { Keys } from "../platform/sealing/keys.ts";
import { canonicalEmail } from "../texts/canonical-email.ts";

/**
 * The blind key of an account's mailbox, 32 bytes. Every purpose has its own keys, so this one can't be linked to
 * others.
 */
export function mailboxKey(keys: Keys, email: string): Buffer {
  return createHmac("sha256", keys.blind("account mailboxes")).update(canonicalEmail(email)).digest();
}
