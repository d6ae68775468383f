import { dirname } from "node:path";
import { mongo } from "mongoose";
import { atOneMoment } from "../at-one-moment.ts";
import type { Database } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Campaign } from "../petitions/campaign.ts";
import type { Keys } from "../sealing/keys.ts";
import { asDomainError } from "../sheets/insert-once.ts";
import { expectRoll } from "../tallies/recount-roll.ts";
import { openDraft } from "./bundle-file.ts";
import { keepHistory } from "./keep-history.ts";
import { openPack } from "./pack.ts";
import { type PackedBundle, packBundle } from "./pack-bundle.ts";

/** What goes into a bundle and where it goes. */
export type BundleOrder = {
  campaign: Campaign;
  /** Only signers of this country, an upper-case code. */
  country?: string | undefined;
  /** The zip file to be; it must not exist. */
  path: string;
  /** Hears how many signatures are written, and how many there will be. */
  onProgress?: (written: number, expected: number) => void;
  /** Stops it; nothing is left then. */
  signal?: AbortSignal;
};

type BundleDeps = {
  database: Database;
  /** Asked once the roll's moment is fixed, so that the keys hold every one that something was sealed under by then. */
  openKeys: () => Promise<Keys>;
};

const snapshotTooOld = 239;
const noSpace = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/**
 * Writes the counted signatures of a campaign, as they stand at one moment, into a zip file with texts, counts, manifest
 * and checksums. The same roll gives the same bytes. Signing goes on meanwhile; memory does not grow with the roll.
 * @throws DomainError `bundle-exists`, `bundle-refused` when counts, texts or sealed fields are not as they must be,
 * `interrupted`, `keys-lost`, `configuration`, `storage-away` or `storage-full`; nothing stands under the name then.
 */
export async function writeBundle(
  { database, openKeys }: BundleDeps,
  order: BundleOrder,
): Promise<PackedBundle> {
  const { campaign, country, path, onProgress = () => undefined, signal } = order;
  const draft = await openDraft(path);
  try {
    const bundle = await keepHistory(database, () =>
      atOneMoment(database, async (moment) => {
        const expectation = await expectRoll(database, campaign.ordinal, moment);
        const keys = await openKeys();
        const pack = openPack(draft.handle, signal);
        return packBundle(pack, { database, moment, keys, campaign, country, expectation, onProgress });
      }),
    );
    await draft.publish();
    return bundle;
  } catch (cause) {
    throw explain(cause, order);
  } finally {
    await draft.discard();
  }
}

function explain(cause: unknown, { path, signal }: BundleOrder): unknown {
  if (signal?.aborted) {
    return new DomainError("interrupted", "Interrupted: nothing was written.", { cause });
  }
  if (cause instanceof DomainError) return cause;
  if (cause instanceof mongo.MongoServerError && cause.code === snapshotTooOld) {
    return new DomainError(
      "bundle-refused",
      "It took longer than MongoDB keeps the state of a moment, so nothing was written: let it keep an hour, then run this again:\n  db.adminCommand({ setParameter: 1, minSnapshotHistoryWindowInSeconds: 3600 })",
      { cause },
    );
  }
  if (cause instanceof Error && "code" in cause && noSpace.has(String(cause.code))) {
    const full = `${dirname(path)} has no room for the bundle, so nothing was written: make room, or choose another place.`;
    return new DomainError("storage-full", full, { cause });
  }
  return asDomainError(cause);
}
