import { hash } from "node:crypto";

/** The length of a hash in bytes: SHA-256. */
export const hashLength = 32;

const leafPrefix = Buffer.of(0);
const pair = Buffer.alloc(1 + 2 * hashLength);
pair[0] = 1;

/** The hash of a leaf: SHA-256 of a zero byte and its bytes (RFC 6962, section 2.1). */
export function hashLeaf(leaf: Uint8Array): Buffer {
  return hash("sha256", Buffer.concat([leafPrefix, leaf]), "buffer");
}

/** The hash of a node: SHA-256 of a one byte and the hashes of its two children (RFC 6962, section 2.1). */
export function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  pair.set(left, 1);
  pair.set(right, 1 + hashLength);
  return hash("sha256", pair, "buffer");
}

/** The root of a tree without leaves. */
export const emptyRoot = hash("sha256", "", "buffer");

/** The largest power of two below a number of at least two. */
export function splitPoint(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** Computes the root of leaves that are added one after another; it keeps one hash for each bit of their number. */
export class RootBuilder {
  /** Roots of the complete subtrees so far, the largest first. */
  readonly #roots: Buffer[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds the hash of the next leaf. */
  add(leafHash: Buffer): void {
    this.addSubtree(leafHash, 0);
  }

  /**
   * Adds the next 2^height leaves by their root.
   * @throws RangeError where no subtree of that height begins.
   */
  addSubtree(root: Buffer, height: number): void {
    const width = 2 ** height;
    if (this.#size % width !== 0)
      throw new RangeError(`No subtree of ${width} leaves begins at leaf ${this.#size}.`);
    let node = root;
    for (let size = this.#size / width; size % 2 === 1; size = Math.floor(size / 2)) {
      const left = this.#roots.pop();
      if (left) node = hashNode(left, node);
    }
    this.#roots.push(node);
    this.#size += width;
  }

  /** The root of the leaves so far. */
  root(): Buffer {
    const [last, ...others] = this.#roots.toReversed();
    return last ? others.reduce((right, left) => hashNode(left, right), last) : emptyRoot;
  }
}
