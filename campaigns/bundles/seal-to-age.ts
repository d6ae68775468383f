import { Duplex } from "node:stream";
import { Encrypter } from "age-encryption";
import { DomainError } from "../platform/errors.ts";

/** Whether something can be sealed to a public key of age. */
export function isAgeRecipient(recipient: string): boolean {
  try {
    new Encrypter().addRecipient(recipient);
    return true;
  } catch {
    return false;
  }
}

/**
 * Seals a stream to the key of its recipient, in the format of age (C2SP age), as it passes: whoever has the
 * other half of the key opens it with the `age` tool.
 * @throws DomainError `configuration` when that is no public key of age.
 */
export function sealToAge(recipient: string): Duplex {
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
  } catch (cause) {
    throw new DomainError(
      "configuration",
      `"${recipient}" is no public key of age: it begins with age1 and is what age-keygen prints as "Public key".`,
      { cause },
    );
  }
  return Duplex.from(async function* (chunks: AsyncIterable<Buffer>) {
    const source = chunks[Symbol.asyncIterator]();
    const plain = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { done, value } = await source.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    });
    const reader = (await encrypter.encrypt(plain)).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  });
}
