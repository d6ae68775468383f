import { createHmac } from "node:crypto";
import type { Keys } from "../platform/sealing/keys.ts";
import { canonicalEmail } from "../texts/canonical-email.ts";

/** The blind key of an account's mailbox, 32 bytes; other purposes have other keys, so nothing can be linked to it. */
export function accountKey(keys: Keys, email: string): Buffer {
  return createHmac("sha256", keys.blind("account mailboxes")).update(canonicalEmail(email)).digest();
}
