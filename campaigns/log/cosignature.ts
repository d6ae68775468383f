import { type KeyObject, sign, verify } from "node:crypto";
import { keyId, signatureLine, type Verifier } from "./signed-note.ts";

/** The type of a witness's key (C2SP tlog-cosignature). */
export const cosignatureType = 0x04;

const timeLength = 8;

/** What a witness says of a checkpoint: when it saw that the log had only grown up to there. */
export type Cosignature = { name: string; at: Date };

/** Signs a checkpoint as a witness, and gives the line that stands below it (C2SP tlog-cosignature, version 1). */
export function cosign(checkpoint: string, witness: Verifier, privateKey: KeyObject, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1_000);
  const time = Buffer.alloc(timeLength);
  time.writeBigUInt64BE(BigInt(seconds));
  const signature = sign(null, cosignedText(checkpoint, seconds), privateKey);
  return signatureLine(witness.name, Buffer.concat([keyId(witness, cosignatureType), time, signature]));
}

/** Reads a line of `cosign` below a checkpoint; undefined when this witness did not sign this checkpoint. */
export function readCosignature(
  checkpoint: string,
  line: string,
  witness: Verifier,
): Cosignature | undefined {
  const [, name, base64 = ""] = /^\u2014 (\S+) ([A-Za-z0-9+/]{102}==)\n$/.exec(line) ?? [];
  const bytes = Buffer.from(base64, "base64");
  const id = keyId(witness, cosignatureType);
  if (name !== witness.name || bytes.length !== id.length + timeLength + 64) return undefined;
  if (!bytes.subarray(0, id.length).equals(id)) return undefined;
  const seconds = Number(bytes.readBigUInt64BE(id.length));
  const signature = bytes.subarray(id.length + timeLength);
  const isSigned = verify(null, cosignedText(checkpoint, seconds), witness.publicKey, signature);
  return isSigned ? { name, at: new Date(seconds * 1_000) } : undefined;
}

function cosignedText(checkpoint: string, seconds: number): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${seconds}\n${checkpoint}`);
}
