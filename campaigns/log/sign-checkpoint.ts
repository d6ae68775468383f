import { createPublicKey } from "node:crypto";
import type { Campaign } from "../petitions/campaign.ts";
import { DomainError } from "../platform/errors.ts";
import { checkpointKey, type StoredCheckpoint } from "./checkpoint.model.ts";
import { checkpointText, parseCheckpoint } from "./checkpoint.ts";
import type { Deps } from "./deps.ts";
import { extendLog } from "./extend-log.ts";
import type { Log } from "./log.model.ts";
import { parseNote, signNote, type Verifier } from "./signed-note.ts";
import { storedTiles } from "./stored-tiles.ts";
import { rootOf, type Tiles } from "./tiles.ts";

type SignDeps = Pick<Deps, "database" | "keys" | "publicUrl" | "now">;

/**
 * Extends a campaign's log by what was folded and signs how far it has come; gives the checkpoint of that size, which
 * is an earlier one where nothing was added. One that has been published is never contradicted.
 * @throws DomainError `log-behind` when the log is shorter or another than a checkpoint says: a backup was restored.
 */
export async function signCheckpoint(deps: SignDeps, campaign: Campaign): Promise<StoredCheckpoint> {
  const log = await extendLog(deps, campaign);
  return signAt(deps, campaign, log, log.size);
}

/**
 * The same for a size that the log had at some moment: for what is frozen there.
 * @throws DomainError `log-behind`; RangeError when the log was never that long.
 */
export async function signCheckpointAt(
  deps: SignDeps,
  campaign: Campaign,
  size: number,
): Promise<StoredCheckpoint> {
  const log = await extendLog(deps, campaign);
  if (size > log.size)
    throw new RangeError(`The log of ${campaign.slug} has ${log.size} leaves, not ${size}.`);
  return signAt(deps, campaign, log, size);
}

async function signAt(deps: SignDeps, campaign: Campaign, log: Log, size: number): Promise<StoredCheckpoint> {
  const { database } = deps;
  const { _id: ordinal, origin } = log;
  const tiles = storedTiles(database, ordinal);
  await checkPublished(deps, campaign, tiles, log.size);
  const text = checkpointText({ origin, size, root: await rootOf(tiles, size) });
  const note = signNote(text, hostOf(origin), deps.keys.signing());
  const stored = await database.checkpoints.findOneAndUpdate(
    { _id: checkpointKey(ordinal, size) },
    { $setOnInsert: { campaign: ordinal, size, at: deps.now(), note, cosignatures: [] } },
    { upsert: true, returnDocument: "after" },
  );
  if (!stored) throw new Error("MongoDB gave no checkpoint back after storing it.");
  return stored;
}

/** The log has to begin with all that was published before. @throws DomainError `log-behind`. */
async function checkPublished(deps: SignDeps, campaign: Campaign, tiles: Tiles, size: number): Promise<void> {
  const newest = await newestCheckpoint(deps, campaign);
  const said = newest && parseCheckpoint(parseNote(newest.note)?.text ?? "");
  if (!said) return;
  const isThere = said.size <= size && (await rootOf(tiles, said.size)).equals(said.root);
  if (isThere) return;
  throw new DomainError(
    "log-behind",
    `The log of ${campaign.slug} was published with ${said.size} leaves, and holds ${size} or others now: a backup was ` +
      "restored, or a leaf was changed. docs/log.md says what to do. No checkpoint was signed.",
  );
}

/** The latest checkpoint of a campaign's log; null before the first. */
export function newestCheckpoint(
  { database }: Pick<Deps, "database">,
  { ordinal }: Pick<Campaign, "ordinal">,
): Promise<StoredCheckpoint | null> {
  return database.checkpoints.findOne({ campaign: ordinal }, { sort: { size: -1 } });
}

/** Who signs a log, for those who check it: the host in its name, and the public key. */
export function signerOf({ keys }: Pick<Deps, "keys">, origin: string): Verifier {
  return { name: hostOf(origin), publicKey: createPublicKey(keys.signing()) };
}

function hostOf(origin: string): string {
  return origin.split("/")[0] ?? origin;
}
