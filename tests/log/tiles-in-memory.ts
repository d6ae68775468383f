import type { ChangedTile, TileAt, Tiles } from "#campaigns/log/tiles.ts";
import { tilePath } from "#campaigns/log/tiles.ts";

/** The tiles of a log in memory. */
export function tilesInMemory(): Tiles & {
  store(tiles: readonly ChangedTile[]): void;
  all(): Map<string, string>;
} {
  const stored = new Map<string, Buffer>();
  return {
    read: async (at: TileAt) => {
      const hashes = stored.get(tilePath(at));
      if (!hashes) throw new RangeError(`There is no tile ${tilePath(at)}.`);
      return hashes;
    },
    store(tiles) {
      for (const tile of tiles) stored.set(tilePath(tile), Buffer.from(tile.hashes));
    },
    all: () => new Map([...stored].map(([path, hashes]) => [path, hashes.toString("hex")])),
  };
}
