import type { Database } from "./deps.ts";
import { tileKey } from "./tile.model.ts";
import { type Tiles, tilePath } from "./tiles.ts";

/** The tiles of a campaign's log in the database. */
export function storedTiles(database: Pick<Database, "logTiles">, campaign: number): Tiles {
  return {
    read: async (at) => {
      const tile = await database.logTiles.findOne({ _id: tileKey(campaign, at) });
      if (!tile)
        throw new RangeError(
          `Tile ${tilePath(at)} of log ${campaign} is missing: restore it from your backup.`,
        );
      return tile.hashes;
    },
  };
}
