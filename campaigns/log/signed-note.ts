import { createPublicKey, hash, type KeyObject, sign, verify } from "node:crypto";

/** The type of a key whose signatures are those of a note (C2SP signed-note). */
const noteType = 0x01;

/** A name and a public key that can check signatures. */
export type Verifier = { name: string; publicKey: KeyObject };

/** A signature line of a note: who signed it, and with which key. */
export type NoteSignature = { name: string; keyId: string; signature: Buffer };

/** A text and the signatures under it. */
export type Note = { text: string; signatures: NoteSignature[] };

/** Signs a text, which ends with a line feed, and returns it with the signature line below (C2SP signed-note). */
export function signNote(text: string, name: string, privateKey: KeyObject): string {
  const signature = sign(null, Buffer.from(text), privateKey);
  const id = keyId({ name, publicKey: createPublicKey(privateKey) }, noteType);
  return `${text}\n${signatureLine(name, Buffer.concat([id, signature]))}`;
}

/** A line under a note: name, then the id of the key (4 bytes) and the signature in base64. */
export function signatureLine(name: string, idAndSignature: Buffer): string {
  return `\u2014 ${name} ${idAndSignature.toString("base64")}\n`;
}

/** Reads a note; undefined when it is none. */
export function parseNote(note: string): Note | undefined {
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n")) return undefined;
  const lines = note.slice(end + 2, -1).split("\n");
  const signatures = lines.map(parseLine);
  if (!signatures.every((one) => one !== undefined)) return undefined;
  return { text: note.slice(0, end + 1), signatures };
}

function parseLine(line: string): NoteSignature | undefined {
  const [, name, base64 = ""] = /^\u2014 (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
  const bytes = Buffer.from(base64, "base64");
  if (name === undefined || bytes.length < 5) return undefined;
  return { name, keyId: bytes.toString("hex", 0, 4), signature: bytes.subarray(4) };
}

/** Whether the holder of a key signed a note. */
export function isSignedBy(note: Note, verifier: Verifier): boolean {
  const id = keyId(verifier, noteType).toString("hex");
  return note.signatures.some(
    ({ name, keyId: by, signature }) =>
      name === verifier.name &&
      by === id &&
      verify(null, Buffer.from(note.text), verifier.publicKey, signature),
  );
}

/** Writes a name and public key of a type as other people's tools take them: `name+id+key`. */
export function verifierText(verifier: Verifier, type: number = noteType): string {
  const key = Buffer.concat([Buffer.of(type), rawPublicKey(verifier.publicKey)]);
  return `${verifier.name}+${keyId(verifier, type).toString("hex")}+${key.toString("base64")}`;
}

/** Reads what `verifierText` writes; undefined when it is none, of another type, or its id belongs to another key. */
export function parseVerifier(text: string, type: number = noteType): Verifier | undefined {
  const [, name, id, base64 = ""] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text.trim()) ?? [];
  const key = Buffer.from(base64, "base64");
  if (name === undefined || key[0] !== type || key.length !== 33) return undefined;
  const x = key.subarray(1).toString("base64url");
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const verifier = { name, publicKey };
  return keyId(verifier, type).toString("hex") === id ? verifier : undefined;
}

/** The first four bytes of SHA-256 over name, line feed, type and key. */
export function keyId({ name, publicKey }: Verifier, type: number): Buffer {
  const key = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), rawPublicKey(publicKey)]);
  return hash("sha256", key, "buffer").subarray(0, 4);
}

function rawPublicKey(publicKey: KeyObject): Buffer {
  return Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
}
