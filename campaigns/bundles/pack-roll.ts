import { mongo } from "mongoose";
import { atOneMoment } from "../platform/at-one-moment.ts";
import { asDomainError } from "../platform/database-failure.ts";
import { DomainError } from "../platform/errors.ts";
import type { Keys } from "../platform/sealing/keys.ts";
import { expectRoll } from "../signing/tallies/recount-roll.ts";
import type { BundleScope } from "./bundle-scope.ts";
import type { Database } from "./deps.ts";
import { type Output, openPack } from "./pack.ts";
import { packBundle } from "./pack-bundle.ts";
import type { PackedBundle } from "./packed-bundle.ts";
import { withLongSnapshotWindow } from "./with-long-snapshot-window.ts";

/** What to pack, and callbacks for progress. */
export type PackOrder = BundleScope & {
  /** Called with the number of signatures written, and of those expected. */
  onProgress?: (written: number, expected: number) => void;
  /** Stops it. */
  signal?: AbortSignal;
};

/** What packing works with. */
export type BundleDeps = {
  database: Database;
  /** Called once the roll's moment is fixed, so that the keys include every one in use by then. */
  openKeys: () => Promise<Keys>;
};

const snapshotTooOld = 239;

/**
 * Packs the counted signatures of a scope, as of one moment, with texts, counts, manifest and checksums, and sends
 * the zip file to an output that is opened once there is something to send. The same roll gives the same bytes,
 * whatever the output. Signing continues meanwhile, and memory use does not grow with the roll.
 * @throws DomainError `bundle-refused` when counts, texts or sealed fields are not as they must be, `interrupted`,
 * `keys-lost`, `database-unavailable` or `storage-full`; and what the streams of the output throw.
 */
export async function packRoll(
  { database, openKeys }: BundleDeps,
  { onProgress = () => undefined, signal, ...scope }: PackOrder,
  openOutput: () => Output,
): Promise<PackedBundle> {
  try {
    return await withLongSnapshotWindow(database, () =>
      atOneMoment(database, async (moment) => {
        const expectation = await expectRoll(database, scope.campaign.ordinal, moment);
        const keys = await openKeys();
        const pack = openPack(openOutput(), signal);
        return packBundle(pack, { database, moment, keys, scope, expectation, onProgress });
      }),
    );
  } catch (cause) {
    throw explain(cause, signal);
  }
}

function explain(cause: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return new DomainError("interrupted", "Interrupted: nothing was written.", { cause });
  if (cause instanceof mongo.MongoServerError && cause.code === snapshotTooOld) {
    return new DomainError(
      "bundle-refused",
      "It took longer than MongoDB keeps the state of a moment, so nothing was written: let it keep an hour, then run this again:\n  db.adminCommand({ setParameter: 1, minSnapshotHistoryWindowInSeconds: 3600 })",
      { cause },
    );
  }
  return asDomainError(cause);
}
