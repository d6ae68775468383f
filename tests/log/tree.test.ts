import fc from "fast-check";
import { expect, test } from "vitest";
import { checkConsistency, checkInclusion, proveConsistency, proveInclusion } from "#campaigns/log/proofs.ts";
import { extendTiles, parseTilePath, rootOf, tilePath } from "#campaigns/log/tiles.ts";
import { emptyRoot, hashLeaf, RootBuilder } from "#campaigns/platform/tree-hash.ts";
import { tilesInMemory } from "./tiles-in-memory.ts";

/** Leaves and roots that the authors of Certificate Transparency publish with their implementations of RFC 6962. */
const published = {
  leaves: [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ],
  roots: [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ],
};
const publishedHashes = published.leaves.map((leaf) => hashLeaf(Buffer.from(leaf, "hex")));

const hashesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => hashLeaf(Buffer.from(`leaf ${index}`)));

async function grow(sizes: readonly number[]) {
  const tiles = tilesInMemory();
  const hashes = hashesOf(sizes.reduce((sum, size) => sum + size, 0));
  let size = 0;
  for (const step of sizes) {
    tiles.store(await extendTiles(tiles, size, hashes.slice(size, size + step)));
    size += step;
  }
  return { tiles, hashes, size };
}

function plainRoot(hashes: readonly Buffer[]): Buffer {
  const builder = new RootBuilder();
  for (const hash of hashes) builder.add(hash);
  return builder.root();
}

test("the published leaves have the published roots, built in memory and from tiles", async () => {
  expect(emptyRoot.toString("hex")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const tiles = tilesInMemory();
  tiles.store(await extendTiles(tiles, 0, publishedHashes));
  for (const [index, root] of published.roots.entries()) {
    expect(plainRoot(publishedHashes.slice(0, index + 1)).toString("hex")).toBe(root);
    expect((await rootOf(tiles, index + 1)).toString("hex")).toBe(root);
  }
});

test("the published proofs come out", async () => {
  const tiles = tilesInMemory();
  tiles.store(await extendTiles(tiles, 0, publishedHashes));
  const hex = (proof: Buffer[]) => proof.map((hash) => hash.toString("hex"));
  expect(hex(await proveInclusion(tiles, 0, 8))).toEqual([
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
  ]);
  expect(hex(await proveInclusion(tiles, 1, 5))).toEqual([
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
  ]);
  expect(hex(await proveConsistency(tiles, 1, 8))).toEqual([
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
  ]);
  expect(hex(await proveConsistency(tiles, 6, 8))).toEqual([
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  ]);
});

test("a log that grew in any steps has the tiles and the root of one that was written at once", async () => {
  const steps = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(steps, async (sizes) => {
      const inSteps = await grow(sizes);
      const atOnce = await grow([inSteps.size]);
      expect(inSteps.tiles.all()).toEqual(atOnce.tiles.all());
      expect(await rootOf(inSteps.tiles, inSteps.size)).toEqual(plainRoot(inSteps.hashes));
    }),
    { numRuns: 25 },
  );
});

test("every leaf is proved to be in every later tree, and no other leaf or place is", async () => {
  const { tiles, hashes } = await grow([600]);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 600 }), fc.nat(), async (size, some) => {
      const leaf = some % size;
      const head = { size, root: await rootOf(tiles, size) };
      const proof = await proveInclusion(tiles, leaf, size);
      const hash = hashes[leaf] ?? emptyRoot;
      expect(checkInclusion(hash, leaf, head, proof)).toBe(true);
      expect(checkInclusion(emptyRoot, leaf, head, proof)).toBe(false);
      expect(checkInclusion(hash, leaf + size, head, proof)).toBe(false);
      expect(checkInclusion(hash, leaf, head, [...proof, emptyRoot])).toBe(false);
      expect(checkInclusion(hash, leaf, { ...head, root: emptyRoot }, proof)).toBe(false);
    }),
  );
});

test("every tree is proved to begin with every earlier one, and not with another", async () => {
  const { tiles } = await grow([600]);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 600 }), fc.nat(), async (size, some) => {
      const earlier = { size: 1 + (some % size), root: await rootOf(tiles, 1 + (some % size)) };
      const later = { size, root: await rootOf(tiles, size) };
      const proof = await proveConsistency(tiles, earlier.size, size);
      expect(checkConsistency(earlier, later, proof)).toBe(true);
      expect(checkConsistency({ ...earlier, root: emptyRoot }, later, proof)).toBe(false);
      expect(checkConsistency(earlier, { ...later, root: emptyRoot }, proof)).toBe(false);
      expect(checkConsistency(earlier, later, [...proof, emptyRoot])).toBe(false);
    }),
  );
});

test("paths of tiles are those of tlog-tiles", () => {
  expect(tilePath({ level: 0, index: 1_234_067 })).toBe("0/x001/x234/067");
  expect(tilePath({ level: 1, index: 0 }, 112)).toBe("1/000.p/112");
  expect(parseTilePath("0/x001/x234/067")).toEqual({ level: 0, index: 1_234_067, width: 256 });
  expect(parseTilePath("1/000.p/112")).toEqual({ level: 1, index: 0, width: 112 });
  for (const wrong of [
    "",
    "0/67",
    "0/x000/067",
    "64/000",
    "0/000.p/0",
    "0/000.p/256",
    "0/../x",
    "0/000.p/012",
  ])
    expect(parseTilePath(wrong)).toBeUndefined();
});
