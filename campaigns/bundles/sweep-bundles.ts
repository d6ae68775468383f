import { unleased } from "../platform/lease.ts";
import type { BundleState } from "./bundle-request.model.ts";
import type { Deps } from "./deps.ts";
import { endDownload } from "./download-bundle.ts";
import { removeFile } from "./kept-file.ts";
import { longestSilence } from "./make-bundle.ts";

type SweepDeps = Pick<Deps, "database" | "now">;

/** A download that takes longer than this, in milliseconds, has lost its server. */
const longestDownload = 6 * 3600_000;

const atOnce = 100;

/** Finds requests that are waiting or whose run has gone silent: their jobs may be lost. */
export async function findLeftBundles({ database, now }: SweepDeps): Promise<string[]> {
  const forgotten = new Date(now().getTime() - longestSilence);
  const left = await database.bundleRequests
    .find(
      {
        $or: [
          { state: "asked", at: { $lt: forgotten } },
          { state: "running", ...unleased },
        ],
      },
      { projection: { _id: 1 }, limit: atOnce },
    )
    .toArray();
  return left.map(({ _id }) => _id.toHexString());
}

/** Removes the files of bundles that were not downloaded in time, and ends downloads whose server died. */
export async function expireBundles({ database, now }: SweepDeps): Promise<number> {
  const at = now();
  const since = new Date(at.getTime() - longestDownload);
  const lost = await database.bundleRequests
    .find({ state: "downloading", downloadAt: { $lt: since } })
    .toArray();
  for (const request of lost) await endDownload({ database }, request, false);
  await database.bundleRequests.updateMany(
    { state: "ready", expiresAt: { $lte: at } },
    { $set: { state: "expired" } },
  );
  return lost.length + (await removeEnded({ database }));
}

const ended = ["expired", "failed", "downloaded"] as const satisfies readonly BundleState[];

/** Removes files that should already be gone: an earlier removal may have been interrupted. */
async function removeEnded({ database }: Pick<SweepDeps, "database">): Promise<number> {
  const left = await database.bundleRequests
    .find(
      { state: { $in: [...ended] }, "files.0": { $exists: true } },
      { projection: { files: 1 }, limit: atOnce },
    )
    .toArray();
  for (const { _id, files } of left) {
    for (const file of files) await removeFile({ database }, file);
    await database.bundleRequests.updateOne({ _id }, { $set: { files: [] } });
  }
  return left.length;
}
