import type { Campaign } from "../petitions/campaign.ts";
import { hashLength } from "../platform/tree-hash.ts";
import type { Deps } from "./deps.ts";
import { proveConsistency, type TreeHead } from "./proofs.ts";
import { newestCheckpoint } from "./sign-checkpoint.ts";
import { storedTiles } from "./stored-tiles.ts";
import { tileKey } from "./tile.model.ts";
import { parseTilePath, rootOf, tileWidth } from "./tiles.ts";

type ReadDeps = Pick<Deps, "database">;

/**
 * The newest checkpoint as it is published, with the signatures of witnesses below ours; undefined before the first.
 */
export async function readCheckpoint(deps: ReadDeps, campaign: Campaign): Promise<string | undefined> {
  const checkpoint = await newestCheckpoint(deps, campaign);
  return checkpoint ? checkpoint.note + checkpoint.cosignatures.join("") : undefined;
}

/**
 * The hashes of a tile by its path, and whether it is full and never changes; undefined when no checkpoint covers it.
 */
export async function readTile(
  deps: ReadDeps,
  campaign: Campaign,
  path: string,
): Promise<{ hashes: Buffer; isFull: boolean } | undefined> {
  const at = parseTilePath(path);
  if (!at) return undefined;
  const tile = await deps.database.logTiles.findOne({ _id: tileKey(campaign.ordinal, at) });
  const hashes = tile?.hashes.subarray(0, at.width * hashLength);
  return hashes?.length === at.width * hashLength ? { hashes, isFull: at.width === tileWidth } : undefined;
}

/** Two trees of a log and the hashes that show that the later one begins with the earlier one. */
export type ConsistencyProof = { earlier: TreeHead; later: TreeHead; proof: Buffer[] };

/** Proves that a campaign's log only grew between two sizes; undefined when it was never that long. */
export async function readConsistency(
  { database }: ReadDeps,
  { ordinal }: Campaign,
  earlier: number,
  later: number,
): Promise<ConsistencyProof | undefined> {
  const size = (await database.logs.findOne({ _id: ordinal }))?.size ?? 0;
  if (earlier > later || later > size) return undefined;
  const tiles = storedTiles(database, ordinal);
  return {
    earlier: { size: earlier, root: await rootOf(tiles, earlier) },
    later: { size: later, root: await rootOf(tiles, later) },
    proof: await proveConsistency(tiles, earlier, later),
  };
}
