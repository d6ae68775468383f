import { randomBytes } from "node:crypto";
import type { Keys } from "../../platform/sealing/keys.ts";
import { type PersonalFields, seal } from "../../platform/sealing/seal.ts";
import type { Line } from "../sheets/sheet.model.ts";
import { fieldsRoot } from "./salted-fields.ts";

/** The length of the secret from which the salts of a signature's fields are made: 128 bits. */
const secretLength = 16;

/**
 * Seals what the signer of a line that counts wrote, with a new secret for the salts of her fields, and writes the
 * commitment to those fields on the line. Erasing the sealed fields destroys the secret: nothing opens the commitment
 * then.
 */
export function sealForRoll(deps: { keys: Keys }, line: Line, answers: PersonalFields): Buffer {
  const secret = randomBytes(secretLength).toString("base64url");
  line.fields = fieldsRoot(secret, answers);
  return seal(deps.keys, line.person, { ...answers, secret });
}
