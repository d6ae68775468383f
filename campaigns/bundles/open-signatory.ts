import { personLength } from "../petitions/person.ts";
import { DomainError } from "../platform/errors.ts";
import type { Keys } from "../platform/sealing/keys.ts";
import { sealingKeyId, unseal } from "../platform/sealing/seal.ts";
import { type RollEntry, type Signatory, signatureKey } from "./signature-rows.ts";

/**
 * Opens the sealed fields of a signature.
 * @throws DomainError `keys-lost` when their key is missing, `bundle-refused` when they are missing or altered.
 */
export function openSignatory(keys: Keys, { _id, sealed }: RollEntry): Signatory {
  if (!sealed) {
    throw new DomainError(
      "bundle-refused",
      `Signature ${signatureKey(_id)} counts and has no sealed fields: restore it from your backup. Nothing was written.`,
    );
  }
  try {
    return unseal(keys, _id.subarray(0, personLength), sealed);
  } catch (cause) {
    const keyId = sealingKeyId(sealed);
    if (!keys.sealing(keyId)) {
      throw new DomainError(
        "keys-lost",
        `Signature ${signatureKey(_id)} is sealed under key ${keyId}, which is not in the key file: restore the file from your backup. Nothing was written.`,
        { cause },
      );
    }
    throw new DomainError(
      "bundle-refused",
      `Signature ${signatureKey(_id)} does not open with key ${keyId}: its sealed fields were altered. Restore it from your backup. Nothing was written.`,
      { cause },
    );
  }
}
