import { mongo } from "mongoose";
import { signCheckpointAt } from "../log/sign-checkpoint.ts";
import { asDomainError } from "../platform/database-failure.ts";
import { DomainError } from "../platform/errors.ts";
import type { Keys } from "../platform/sealing/keys.ts";
import { atFrozenRoll } from "./at-frozen-roll.ts";
import { type BundleLevel, usualLevel } from "./bundle-level.ts";
import type { BundleScope } from "./bundle-scope.ts";
import type { Deps } from "./deps.ts";
import { type Output, openPack } from "./pack.ts";
import { packBundle } from "./pack-bundle.ts";
import type { PackedBundle } from "./packed-bundle.ts";
import { sealToAge } from "./seal-to-age.ts";
import { withLongSnapshotWindow } from "./with-long-snapshot-window.ts";

/** What to pack, and callbacks for progress. */
export type PackOrder = BundleScope & {
  /** How much it shows; `usualLevel` where nothing else is said. */
  level?: BundleLevel;
  /** Who is to get it; left out where nobody is named. */
  recipient?: string | undefined;
  /** The public key of age to which it is sealed; what shows postcodes is always sealed. */
  sealTo?: string | undefined;
  /** Called with the number of signatures written, and of those expected. */
  onProgress?: (written: number, expected: number) => void;
  /** Leaves out the signature pages, which take most of the time of a large roll. */
  withoutPages?: boolean;
  /** Stops it. */
  signal?: AbortSignal;
};

/** What packing works with. */
export type BundleDeps = Pick<Deps, "database" | "now" | "publicUrl"> & {
  /** Called once the roll's moment is fixed, so that the keys include every one in use by then. */
  openKeys: () => Promise<Keys>;
};

const snapshotTooOld = 239;

/**
 * Packs the counted signatures of a scope, as of one moment, with texts, counts, manifest and checksums, and sends
 * the zip file to an output that is opened once there is something to send. The same roll gives the same bytes,
 * whatever the output. Signing continues meanwhile, and memory use does not grow with the roll.
 * @throws DomainError `configuration` for level 3 without a key, or a key that is none, `bundle-refused` when counts,
 * texts or sealed fields are not as they must be, `log-behind`, `interrupted`, `keys-lost`, `database-unavailable` or
 * `storage-full`; and what the streams of the output throw.
 */
export async function packRoll(
  { openKeys, ...deps }: BundleDeps,
  {
    onProgress = () => undefined,
    signal,
    level = usualLevel,
    sealTo,
    recipient,
    withoutPages = false,
    ...scope
  }: PackOrder,
  openOutput: () => Output,
): Promise<PackedBundle> {
  const { database } = deps;
  const { campaign } = scope;
  if (level === 3 && sealTo === undefined) {
    throw new DomainError(
      "configuration",
      "Level 3 shows postcodes, so it is only made sealed: name the public key of its receiver (age1...).",
    );
  }
  const seals = sealTo === undefined ? [] : [await sealToAge(sealTo)];
  try {
    return await withLongSnapshotWindow(database, () =>
      atFrozenRoll(deps, campaign, async (roll) => {
        const keys = await openKeys();
        const checkpoint = await signCheckpointAt({ ...deps, keys }, campaign, roll.leaves);
        const pack = openPack([...seals, ...openOutput()], keys.signing(), signal);
        const source = {
          database,
          roll,
          checkpoint,
          keys,
          scope,
          level,
          recipient: recipient || undefined,
          withoutPages,
          onProgress,
        };
        return packBundle(pack, source);
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
