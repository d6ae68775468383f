import { hashNode, splitPoint } from "../platform/tree-hash.ts";
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
  if (earlier < 0 || earlier > size)
    throw new RangeError(`A tree of ${size} leaves never had ${earlier} before.`);
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

/** A tree: how many leaves, and their root. */
export type TreeHead = { size: number; root: Buffer };

/** Whether a proof leads from the hash of a leaf to a root (RFC 9162, section 2.1.3.2). */
export function checkInclusion(
  leafHash: Buffer,
  leaf: number,
  { size, root }: TreeHead,
  proof: readonly Buffer[],
): boolean {
  if (leaf < 0 || leaf >= size) return false;
  const steps = climb(leaf, size - 1, proof);
  return Boolean(steps?.reduce(join, leafHash).equals(root));
}

/** Whether a proof shows that a later tree begins with an earlier one (RFC 9162, section 2.1.4.2). */
export function checkConsistency(earlier: TreeHead, later: TreeHead, proof: readonly Buffer[]): boolean {
  if (earlier.size > later.size) return false;
  if (earlier.size === later.size) return proof.length === 0 && earlier.root.equals(later.root);
  if (earlier.size === 0) return proof.length === 0;
  const [first, ...others] = Number.isInteger(Math.log2(earlier.size)) ? [earlier.root, ...proof] : proof;
  let [index, last] = [earlier.size - 1, later.size - 1];
  while (index % 2 === 1) [index, last] = [half(index), half(last)];
  const steps = climb(index, last, others);
  if (!first || !steps) return false;
  // What stands on the right came later: the earlier root is made of the rest alone.
  const before = steps.filter(({ isLeft }) => isLeft).reduce(join, first);
  return before.equals(earlier.root) && steps.reduce(join, first).equals(later.root);
}

/** A hash of a proof, and whether it stands left of the node that it is joined with. */
type Step = { beside: Buffer; isLeft: boolean };

/**
 * The steps from a node up to the root, where `last` is the last node of its level; undefined for a proof of another
 * length.
 */
function climb(node: number, last: number, proof: readonly Buffer[]): Step[] | undefined {
  const steps: Step[] = [];
  let [index, end] = [node, last];
  for (const beside of proof) {
    if (end === 0) return undefined;
    const isLeft = index % 2 === 1 || index === end;
    steps.push({ beside, isLeft });
    if (isLeft) while (index % 2 === 0 && index > 0) [index, end] = [half(index), half(end)];
    [index, end] = [half(index), half(end)];
  }
  return end === 0 ? steps : undefined;
}

function join(node: Buffer, { beside, isLeft }: Step): Buffer {
  return isLeft ? hashNode(beside, node) : hashNode(node, beside);
}

function half(number: number): number {
  return Math.floor(number / 2);
}
