import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import { Transform, type TransformCallback } from "node:stream";
import type { Keys } from "../platform/sealing/keys.ts";

const pieceLength = 64 * 1024;
const tagLength = 16;
const algorithm = "aes-256-gcm";

/** A key that seals only one thing; its name distinguishes it from all others. */
export type OneKey = { key: Uint8Array };

/**
 * Derives the key for one bundle's file, or for a text about it: each name has its own key, so each may seal only
 * once.
 */
export function bundleKey(keys: Keys, name: string): OneKey {
  const bytes = hkdfSync("sha256", keys.blind("bundles"), Buffer.alloc(0), `sheaf bundle ${name}`, 32);
  return { key: new Uint8Array(bytes) };
}

/**
 * Seals a stream in pieces of 64 KiB with AES-256-GCM. The nonce is a piece's number and whether it is the last:
 * pieces that are moved, left out or cut off at the end do not open.
 */
export function sealStream({ key }: OneKey): Transform {
  const pieces = new Pieces(pieceLength, (piece, nonce) => {
    const cipher = createCipheriv(algorithm, key, nonce);
    return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
  });
  return pieces.stream();
}

/** Opens what `sealStream` made; fails with an Error at the first piece that was altered. */
export function openStream({ key }: OneKey): Transform {
  const pieces = new Pieces(pieceLength + tagLength, (piece, nonce) => {
    const end = piece.length - tagLength;
    if (end < 0) throw new Error("A sealed file was cut off.");
    const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagLength });
    decipher.setAuthTag(piece.subarray(end));
    return Buffer.concat([decipher.update(piece.subarray(0, end)), decipher.final()]);
  });
  return pieces.stream();
}

type Turn = (piece: Buffer, nonce: Buffer) => Buffer;

/** Cuts a stream into pieces of equal length, the last one shorter or empty, and transforms each. */
class Pieces {
  readonly #length: number;
  readonly #turn: Turn;
  #waiting: Buffer[] = [];
  #waitingLength = 0;
  #count = 0;

  constructor(length: number, turn: Turn) {
    this.#length = length;
    this.#turn = turn;
  }

  stream(): Transform {
    const highWaterMark = 1 << 20;
    return new Transform({
      readableHighWaterMark: highWaterMark,
      writableHighWaterMark: highWaterMark,
      transform: (chunk: Buffer, _encoding, done) => this.#attempt(done, () => this.#take(chunk)),
      flush: (done) => this.#attempt(done, () => this.#next(Buffer.concat(this.#waiting), true)),
    });
  }

  #attempt(done: TransformCallback, make: () => Buffer): void {
    try {
      done(null, make());
    } catch (cause) {
      done(new Error("A sealed file does not open: it was altered.", { cause }));
    }
  }

  /** Transforms all complete pieces that are not the last; one more byte proves that a piece is not the last. */
  #take(chunk: Buffer): Buffer {
    this.#waiting.push(chunk);
    this.#waitingLength += chunk.length;
    if (this.#waitingLength <= this.#length) return Buffer.alloc(0);
    let rest = Buffer.concat(this.#waiting);
    const turned: Buffer[] = [];
    while (rest.length > this.#length) {
      turned.push(this.#next(rest.subarray(0, this.#length), false));
      rest = rest.subarray(this.#length);
    }
    this.#waiting = [rest];
    this.#waitingLength = rest.length;
    return Buffer.concat(turned);
  }

  #next(piece: Buffer, isLast: boolean): Buffer {
    const nonce = Buffer.alloc(12);
    nonce.writeUIntBE(this.#count, 0, 6);
    nonce.writeUInt8(isLast ? 1 : 0, 11);
    this.#count += 1;
    return this.#turn(piece, nonce);
  }
}

/** Seals a short text under a key that seals nothing else. */
export function sealOnce({ key }: OneKey, text: string): Buffer {
  const cipher = createCipheriv(algorithm, key, Buffer.alloc(12));
  return Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `sealOnce` made. @throws Error when it was altered. */
export function openOnce({ key }: OneKey, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  const end = bytes.length - tagLength;
  const decipher = createDecipheriv(algorithm, key, Buffer.alloc(12), { authTagLength: tagLength });
  decipher.setAuthTag(bytes.subarray(end));
  return Buffer.concat([decipher.update(bytes.subarray(0, end)), decipher.final()]).toString("utf8");
}
