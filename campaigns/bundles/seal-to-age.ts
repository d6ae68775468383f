import { Duplex } from "node:stream";
import { DomainError } from "../platform/errors.ts";

/** Loaded when it is needed: few processes ever seal, and Node warns of what it tries out as it is loaded. */
async function newEncrypter() {
  const { Encrypter } = await import("age-encryption");
  return new Encrypter();
}

/** Whether something can be sealed to a public key of age. */
export async function isAgeRecipient(recipient: string): Promise<boolean> {
  const encrypter = await newEncrypter();
  try {
    encrypter.addRecipient(recipient);
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
export async function sealToAge(recipient: string): Promise<Duplex> {
  const encrypter = await newEncrypter();
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
