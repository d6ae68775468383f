import { createCipheriv, createDecipheriv, randomFillSync } from "node:crypto";
import { DomainError } from "../errors.ts";
import type { Keys } from "./keys.ts";

/**
 * What a signer wrote about herself; stored only in sealed form. With it, for signatures that count, the secret behind
 * the salts of her fields.
 */
export type PersonalFields = { name: string; email: string; postcode: string; secret?: string };

const nonceLength = 12;
const tagLength = 16;
const headLength = 2 + nonceLength;

const nonces = Buffer.alloc(nonceLength * 1024);
let nextNonce = nonces.length;

/**
 * Seals personal fields with AES-256-GCM. `person` (campaign and nullifier) is authenticated with them, so a sealed
 * field moved to somebody else does not open.
 */
export function seal(keys: Keys, person: Uint8Array, fields: PersonalFields): Buffer {
  const { name, email, postcode, secret } = fields;
  return sealText(keys, person, JSON.stringify([name, email, postcode, ...(secret ? [secret] : [])]));
}

/**
 * Opens what `seal` made for the same person.
 * @throws DomainError `keys-lost` when its key is not in the key file; Error when it was altered or moved.
 */
export function unseal(keys: Keys, person: Uint8Array, sealed: Uint8Array): PersonalFields {
  return parseFields(unsealText(keys, person, sealed));
}

/** Seals any text: key id (2 bytes), nonce (12), ciphertext, tag (16). `owner` is authenticated with it. */
export function sealText(keys: Keys, owner: Uint8Array, text: string): Buffer {
  const { id, key } = keys.current();
  const head = Buffer.allocUnsafe(headLength);
  head.writeUInt16BE(id, 0);
  const nonce = takeNonce();
  nonce.copy(head, 2);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(owner);
  const body = cipher.update(text, "utf8");
  cipher.final();
  return Buffer.concat([head, body, cipher.getAuthTag()]);
}

/**
 * Opens what `sealText` made for the same owner.
 * @throws DomainError `keys-lost` when its key is not in the key file; Error when it was altered or moved.
 */
export function unsealText(keys: Keys, owner: Uint8Array, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const id = sealingKeyId(bytes);
  const key = keys.sealing(id);
  if (!key) {
    throw new DomainError(
      "keys-lost",
      `Sealing key ${id} is not in the key file: restore it from your backup.`,
    );
  }
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(2, headLength), {
    authTagLength: tagLength,
  })
    .setAAD(owner)
    .setAuthTag(bytes.subarray(bytes.length - tagLength));
  // Bytes first, then text: decoding inside the decipher costs a fifth more.
  const body = decipher.update(bytes.subarray(headLength, bytes.length - tagLength));
  decipher.final();
  return body.toString("utf8");
}

/** The id of the key that sealed a field. */
export function sealingKeyId(sealed: Uint8Array): number {
  const [high = 0, low = 0] = sealed;
  return high * 256 + low;
}

function parseFields(text: string): PersonalFields {
  const fields: unknown = JSON.parse(text);
  if (!Array.isArray(fields))
    throw new TypeError("A sealed field holds something else than personal fields.");
  const [name = "", email = "", postcode = "", secret] = fields.map(String);
  return { name, email, postcode, ...(secret !== undefined && { secret }) };
}

function takeNonce(): Buffer {
  if (nextNonce === nonces.length) {
    randomFillSync(nonces);
    nextNonce = 0;
  }
  const nonce = nonces.subarray(nextNonce, nextNonce + nonceLength);
  nextNonce += nonceLength;
  return nonce;
}
