import { createHash, type KeyObject, sign } from "node:crypto";
import { Transform } from "node:stream";

const label = "sheaf-signature:";
const signatureDigits = 128;

/** The comment of a bundle's zip file until it is signed; it is the last thing in the file. */
export const unsignedComment = label + "0".repeat(signatureDigits);

/** The length of that comment, in bytes. */
export const commentLength = unsignedComment.length;

/** What is signed of a zip file: the SHA-256 of all that stands before its comment, in hex. */
export function containerStatement(sha256: string): Buffer {
  return Buffer.from(`sheaf bundle ${sha256}\n`);
}

/**
 * Signs a zip file as it passes: the signature over everything before its comment becomes the comment. So no byte of
 * the file can be changed, not even those between its members.
 */
export function signContainer(privateKey: KeyObject): Transform {
  const hash = createHash("sha256");
  let last: Buffer = Buffer.of();
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const all = last.length === 0 ? chunk : Buffer.concat([last, chunk]);
      const end = Math.max(all.length - commentLength, 0);
      const before = all.subarray(0, end);
      last = Buffer.from(all.subarray(end));
      hash.update(before);
      done(null, before);
    },
    flush(done) {
      if (last.toString("latin1") !== unsignedComment) {
        done(new Error("The zip file does not end with the comment that is to be signed."));
        return;
      }
      const signature = sign(null, containerStatement(hash.digest("hex")), privateKey);
      done(null, Buffer.from(label + signature.toString("hex")));
    },
  });
}

/** The signature in the comment of a zip file; undefined when there is none. */
export function readContainerSignature(comment: Buffer): Buffer | undefined {
  const [, digits] = /^sheaf-signature:([0-9a-f]{128})$/.exec(comment.toString("latin1")) ?? [];
  return digits === undefined ? undefined : Buffer.from(digits, "hex");
}
