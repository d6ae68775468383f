import { dirname } from "node:path";
import { DomainError } from "../platform/errors.ts";
import { openPartFile } from "./bundle-part-file.ts";
import { type BundleDeps, type PackOrder, packRoll } from "./pack-roll.ts";
import type { PackedBundle } from "./packed-bundle.ts";

/** What goes into a bundle and where it is written; a run that is stopped leaves nothing behind. */
export type BundleOrder = PackOrder & {
  /** The path of the zip file; it must not exist yet. */
  path: string;
};

const noSpace = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/**
 * Writes the counted signatures of a campaign, or of a part of it, to a zip file; see `packRoll`.
 * @throws DomainError `bundle-exists`, `configuration` when the folder can't be written, `storage-full`, and what
 * `packRoll` throws; no file is left under the name then.
 */
export async function writeBundle(deps: BundleDeps, { path, ...order }: BundleOrder): Promise<PackedBundle> {
  const draft = await openPartFile(path);
  try {
    const openFile = () => draft.handle.createWriteStream({ flush: true, highWaterMark: 1 << 20 });
    const bundle = await packRoll(deps, order, () => [openFile()]);
    await draft.publish();
    return bundle;
  } catch (cause) {
    throw explain(cause, path);
  } finally {
    await draft.discard();
  }
}

function explain(cause: unknown, path: string): unknown {
  if (!(cause instanceof Error && "code" in cause && noSpace.has(String(cause.code)))) return cause;
  const full = `${dirname(path)} has no room for the bundle, so nothing was written: make room, or choose another place.`;
  return new DomainError("storage-full", full, { cause });
}
