import { createHmac } from "node:crypto";
import type { Keys } from "../platform/sealing/keys.ts";
import { canonicalEmail } from "../texts/canonical-email.ts";
import { tidyEmail } from "../texts/check-email.ts";

/**
 * The blind key of an account's mailbox, 32 bytes; other purposes have other keys, so nothing can be linked to it.
 * However an address comes, typed or pasted with signs that nobody sees, it finds the account that has it.
 */
export function accountKey(keys: Keys, email: string): Buffer {
  return createHmac("sha256", keys.blind("account mailboxes"))
    .update(canonicalEmail(tidyEmail(email)))
    .digest();
}
