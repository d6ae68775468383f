import { emptyRoot, hashLength, hashNode, RootBuilder, splitPoint } from "../platform/tree-hash.ts";

/** The number of hashes of a full tile (C2SP tlog-tiles). */
export const tileWidth = 256;

/** Where a tile is: level 0 holds hashes of leaves, each level above the roots of full tiles of the one below. */
export type TileAt = { level: number; index: number };

/** The tiles of a log: the hashes of a tile, one after another; the last one of a level may be partial. */
export type Tiles = { read(at: TileAt): Promise<Buffer> };

/** A tile as it is after an extension. */
export type ChangedTile = TileAt & { hashes: Buffer };

/**
 * Adds leaf hashes to a tree of `size` leaves and returns every tile that this changes. The same leaves give the
 * same tiles, so an extension that was cut off can be repeated.
 */
export async function extendTiles(
  tiles: Tiles,
  size: number,
  leafHashes: readonly Buffer[],
): Promise<ChangedTile[]> {
  const changed: ChangedTile[] = [];
  let first = size;
  let hashes = leafHashes;
  for (let level = 0; hashes.length > 0; level += 1) {
    const grown = await extendLevel(tiles, level, first, hashes);
    changed.push(...grown);
    first = Math.floor(first / tileWidth);
    hashes = grown.filter(isFull).map(tileRoot);
  }
  return changed;
}

async function extendLevel(
  tiles: Tiles,
  level: number,
  first: number,
  hashes: readonly Buffer[],
): Promise<ChangedTile[]> {
  const start = first % tileWidth;
  let index = Math.floor(first / tileWidth);
  const begun =
    start > 0 ? (await tiles.read({ level, index })).subarray(0, start * hashLength) : Buffer.of();
  const all = Buffer.concat([begun, ...hashes]);
  const changed: ChangedTile[] = [];
  for (let from = 0; from < all.length; from += tileWidth * hashLength) {
    changed.push({ level, index, hashes: all.subarray(from, from + tileWidth * hashLength) });
    index += 1;
  }
  return changed;
}

function isFull({ hashes }: ChangedTile): boolean {
  return hashes.length === tileWidth * hashLength;
}

function tileRoot({ hashes }: ChangedTile): Buffer {
  return foldHashes(hashes);
}

/** The root over the hashes of a tile or a part of one. */
function foldHashes(hashes: Buffer): Buffer {
  const builder = new RootBuilder();
  for (let from = 0; from < hashes.length; from += hashLength) {
    builder.add(hashes.subarray(from, from + hashLength));
  }
  return builder.root();
}

/** The root of the first `size` leaves. */
export async function rootOf(tiles: Tiles, size: number): Promise<Buffer> {
  return size === 0 ? emptyRoot : rangeRoot(tiles, 0, size);
}

/** The root over `width` leaves from `start` on, which has to be a place where RFC 6962 divides the tree. */
export async function rangeRoot(tiles: Tiles, start: number, width: number): Promise<Buffer> {
  const height = Math.log2(width);
  if (Number.isInteger(height)) return readNode(tiles, height, start / width);
  const split = splitPoint(width);
  const left = await rangeRoot(tiles, start, split);
  return hashNode(left, await rangeRoot(tiles, start + split, width - split));
}

/** A node of the tree; only every eighth level is stored, the others follow from it. */
async function readNode(tiles: Tiles, height: number, index: number): Promise<Buffer> {
  const level = Math.floor(height / 8);
  const width = 2 ** (height % 8);
  const first = index * width;
  const tile = await tiles.read({ level, index: Math.floor(first / tileWidth) });
  const from = (first % tileWidth) * hashLength;
  const hashes = tile.subarray(from, from + width * hashLength);
  if (hashes.length < width * hashLength)
    throw new RangeError(`The tile of level ${level} is shorter than the log: it has to be made again.`);
  return foldHashes(hashes);
}

/**
 * The path of a tile below `tile/`: its level, its index in groups of three digits, all but the last marked with an x,
 * and `.p/W` for a tile of W hashes that is not full (C2SP tlog-tiles).
 */
export function tilePath({ level, index }: TileAt, width: number = tileWidth): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  const groups = padded.match(/.{3}/g) ?? [];
  const path = groups.map((group, place) => (place < groups.length - 1 ? `x${group}` : group)).join("/");
  return `${level}/${path}${width < tileWidth ? `.p/${width}` : ""}`;
}

/** Reads a path of `tilePath`; undefined when it is none. */
export function parseTilePath(path: string): (TileAt & { width: number }) | undefined {
  const [, level, groups = "", width] =
    /^(\d|[1-5]\d|6[0-3])\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? [];
  const at = { level: Number(level), index: Number(groups.replaceAll(/[x/]/g, "")) };
  const tile = { ...at, width: width === undefined ? tileWidth : Number(width) };
  return level !== undefined && tilePath(at, tile.width) === path && tile.width > 0 ? tile : undefined;
}
