import { createHmac } from "node:crypto";
import type { Keys } from "../platform/sealing/keys.ts";
import { canonicalEmail } from "../texts/canonical-email.ts";

/**
 * 128 bits of HMAC-SHA256: among ten million mailboxes the probability that any two share a nullifier is below
 * 2^-80.
 */
const nullifierLength = 16;

/** The length of a person: campaign ordinal (4 bytes) and nullifier. */
export const personLength = 4 + nullifierLength;

type Of = { slug: string; ordinal: number };

/**
 * Identifies whose signature a line is without revealing who that is: campaign ordinal, then the nullifier. It is the
 * campaign's identity rule: one person a mailbox.
 */
export function personOf(keys: Keys, campaign: Of, email: string): Buffer {
  return campaignMailbox(keys, campaign, email);
}

/**
 * Identifies a mailbox within one campaign: campaign ordinal, then an HMAC-SHA256 of the canonical address under the
 * campaign's own key, so that nothing links the same mailbox in two campaigns.
 */
export function campaignMailbox(keys: Keys, campaign: Of, email: string): Buffer {
  const mailbox = Buffer.allocUnsafe(personLength);
  mailbox.writeUInt32BE(campaign.ordinal, 0);
  createHmac("sha256", keys.nullifier(campaign.slug)).update(canonicalEmail(email)).digest().copy(mailbox, 4);
  return mailbox;
}

/** The primary key of a signature: a person, and which of the mailbox's signatures it is. */
export function signatureId(person: Uint8Array, slot: number): Buffer {
  const id = Buffer.allocUnsafe(personLength + 1);
  id.set(person, 0);
  id.writeUInt8(slot, personLength);
  return id;
}

/** The key range of one campaign's roll: from the first, up to but not including the second. */
export function rollRange(ordinal: number): { from: Buffer; to: Buffer } {
  const edge = (value: number) => {
    const bytes = Buffer.alloc(personLength + 1);
    bytes.writeUInt32BE(value, 0);
    return bytes;
  };
  return { from: edge(ordinal), to: edge(ordinal + 1) };
}

/** Blind keys that tell a mailbox's second signer from the first. */
export function householdKeys(
  keys: Keys,
  person: Uint8Array,
  name: string,
  postcode: string,
): { nameKey: Buffer; postcodeKey: Buffer } {
  const blind = (purpose: string, value: string) =>
    createHmac("sha256", keys.blind(purpose))
      .update(person)
      .update(value)
      .digest()
      .subarray(0, nullifierLength);
  return {
    nameKey: blind(
      "name",
      name
        .normalize("NFKD")
        .replaceAll(/[^\p{L}\p{N}]/gu, "")
        .toLowerCase(),
    ),
    postcodeKey: blind("postcode", postcode.replaceAll(/[^\p{L}\p{N}]/gu, "").toUpperCase()),
  };
}
