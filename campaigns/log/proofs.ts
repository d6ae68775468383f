import { hashNode, splitPoint } from "./tree-hash.ts";
import { rangeRoot, type Tiles } from "./tiles.ts";

/** The hashes that lead from a leaf to the root of the first `size` leaves (RFC 6962, section 2.1.1). */
export async function proveInclusion(tiles: Tiles, leaf: number, size: number): Promise<Buffer[]> {
  if (leaf < 0 || leaf >= size) throw new RangeError(`A tree of ${size} leaves has no leaf ${leaf}.`);
  const path = async (start: number, width: number): Promise<Buffer[]> => {
    if (width === 1) return [];
    const split = splitPoint(width);
    const isLeft = leaf < start + split;
    const below = isLeft ? await path(start, split) : await path(start + split, width - split);
    const beside = isLeft
      ? await rangeRoot(tiles, start + split, width - split)
      : await rangeRoot(tiles, start, split);
    return [...below, beside];
  };
  return path(0, size);
}

/** The hashes that show that the first `size` leaves begin with the first `earlier` ones (RFC 6962, section 2.1.2). */
export async function proveConsistency(tiles: Tiles, earlier: number, size: number): Promise<Buffer[]> {
  if (earlier < 0 || earlier > size) throw new RangeError(`A tree of ${size} leaves never had ${earlier} before.`);
  if (earlier === 0 || earlier === size) return [];
  const part = async (start: number, width: number, isKnown: boolean): Promise<Buffer[]> => {
    const old = earlier - start;
    if (old === width) return isKnown ? [] : [await rangeRoot(tiles, start, width)];
    const split = splitPoint(width);
    if (old <= split) {
      const below = await part(start, split, isKnown);
      return [...below, await rangeRoot(tiles, start + split, width - split)];
    }
    const below = await part(start + split, width - split, false);
    return [...below, await rangeRoot(tiles, start, split)];
  };
  return part(0, size, true);
}

/** Whether a proof leads from the hash of a leaf to a root (RFC 9162, section 2.1.3.2). */
export function checkInclusion(
  leafHash: Buffer,
  leaf: number,
  { size, root }: TreeHead,
  proof: readonly Buffer[],
): boolean {
  if (leaf < 0 || leaf >= size) return false;
  let [index, last, node] = [leaf, size - 1, leafHash];
  for (const beside of proof) {
    if (last === 0) return false;
    if (index % 2 === 1 || index === last) {
      node = hashNode(beside, node);
      while (index % 2 === 0 && index > 0) [index, last] = [half(index), half(last)];
    } else node = hashNode(node, beside);
    [index, last] = [half(index), half(last)];
  }
  return last === 0 && node.equals(root);
}

/** A tree: how many leaves, and their root. */
export type TreeHead = { size: number; root: Buffer };

/** Whether a proof shows that a later tree begins with an earlier one (RFC 9162, section 2.1.4.2). */
export function checkConsistency(earlier: TreeHead, later: TreeHead, proof: readonly Buffer[]): boolean {
  if (earlier.size > later.size) return false;
  if (earlier.size === later.size) return proof.length === 0 && earlier.root.equals(later.root);
  if (earlier.size === 0) return proof.length === 0;
  const [first, ...others] = Number.isInteger(Math.log2(earlier.size)) ? [earlier.root, ...proof] : proof;
  if (!first) return false;
  let [index, last] = [earlier.size - 1, later.size - 1];
  while (index % 2 === 1) [index, last] = [half(index), half(last)];
  let [old, node] = [first, first];
  for (const beside of others) {
    if (last === 0) return false;
    if (index % 2 === 1 || index === last) {
      old = hashNode(beside, old);
      node = hashNode(beside, node);
      while (index % 2 === 0 && index > 0) [index, last] = [half(index), half(last)];
    } else node = hashNode(node, beside);
    [index, last] = [half(index), half(last)];
  }
  return last === 0 && old.equals(earlier.root) && node.equals(later.root);
}

function half(number: number): number {
  return Math.floor(number / 2);
}
