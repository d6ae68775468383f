import type { Readable } from "node:stream";
import { Types } from "mongoose";
import type { Account } from "../access/account.ts";
import { reaches } from "../access/reach.ts";
import { type Actor, recordAudit } from "../audit/record-audit.ts";
import { DomainError, notFound } from "../platform/errors.ts";
import { withTransaction } from "../platform/in-transaction.ts";
import type { BundleRequest } from "./bundle-request.model.ts";
import { describeScope, reachesScope } from "./bundle-scope.ts";
import type { Deps } from "./deps.ts";
import { readSealed, removeFile } from "./kept-file.ts";

type DownloadDeps = Pick<Deps, "database" | "keys" | "now">;

/** A bundle being sent to the account that requested it. */
export type Download = {
  name: string;
  bytes: number;
  sha256: string;
  stream: Readable;
  /**
   * Reports whether it was sent completely: then its file is removed, otherwise it can be tried again a few times.
   */
  end(isWhole: boolean): Promise<void>;
};

/** Downloads that may break off before a new bundle has to be requested. */
const mostDownloads = 3;

/**
 * Opens a bundle for its one download. Of two who come at once, one gets it.
 * @throws DomainError `not-found` for one that the account could not ask for, `bundle-gone` when it was downloaded, has
 * expired or is not ready.
 */
export async function downloadBundle(
  deps: DownloadDeps,
  { account, actor }: { account: Account; actor: Actor },
  campaign: string,
  id: string,
): Promise<Download> {
  const { database, now } = deps;
  const mine = { _id: new Types.ObjectId(id), campaign };
  const found = await database.bundleRequests.findOne(mine);
  if (!found || !reaches(account, found.owner) || !reachesScope(account, found)) throw notFound();
  // Nothing leaves the system that is not in the trail; how it ended is recorded afterwards.
  const taken = await withTransaction(deps, async (inner) => {
    const request = await database.bundleRequests.findOneAndUpdate(
      { ...mine, state: "ready", expiresAt: { $gt: now() } },
      { $set: { state: "downloading", downloadAt: now() }, $inc: { downloads: 1 } },
      { returnDocument: "after", ...inner.transaction },
    );
    if (request?.result) {
      const { sha256 } = request.result;
      await recordAudit(inner, actor, "bundle.download", campaign, {
        ...describeScope(request),
        bundle: id,
        sha256,
      });
    }
    return request;
  });
  if (!taken?.run || !taken.result) throw gone((await database.bundleRequests.findOne(mine)) ?? found);
  const { result, run } = taken;
  return {
    name: fileName(taken),
    bytes: result.bytes,
    sha256: result.sha256,
    stream: readSealed(deps, run.file),
    end: async (isWhole) => {
      await endDownload(deps, taken, isWhole);
      const details = { ...describeScope(taken), bundle: id, whole: isWhole };
      await recordAudit(deps, actor, "bundle.download-end", campaign, details);
    },
  };
}

/** Ends a download: a complete one, or the last permitted attempt, removes the file. Safe to call twice. */
export async function endDownload(
  { database }: Pick<DownloadDeps, "database">,
  { _id, run, downloads }: Pick<BundleRequest, "_id" | "run" | "downloads">,
  isWhole: boolean,
): Promise<void> {
  const mine = { _id, state: "downloading", downloads } as const;
  if (!isWhole && downloads < mostDownloads) {
    await database.bundleRequests.updateOne(mine, { $set: { state: "ready" } });
    return;
  }
  const { matchedCount } = await database.bundleRequests.updateOne(mine, { $set: { state: "downloaded" } });
  if (matchedCount === 0 || !run) return;
  await removeFile({ database }, run.file);
  await database.bundleRequests.updateOne({ _id }, { $set: { files: [] } });
}

function fileName({ campaign, organisation, country, sealTo }: BundleRequest): string {
  return `${[campaign, organisation, country].filter(Boolean).join("-")}.zip${sealTo === undefined ? "" : ".age"}`;
}

function gone({ state }: BundleRequest): DomainError {
  const says = {
    downloaded: "It was downloaded already, and a bundle can be downloaded once: ask for a new one.",
    downloading: "It is being downloaded just now, and a bundle can be downloaded once.",
    waiting: "It waits for a second person's approval.",
    declined: "It was not approved.",
    asked: "It is not made yet.",
    running: "It is not made yet.",
    failed: "It could not be made.",
    expired: "It has expired: ask for a new one.",
    ready: "It has expired: ask for a new one.",
  } as const;
  return new DomainError("bundle-gone", says[state]);
}
