import { Types } from "mongoose";
import { findCampaign } from "../petitions/find-campaign.ts";
import { day, second } from "../platform/durations.ts";
import { DomainError, type ErrorCode } from "../platform/errors.ts";
import { type Claim, heldBy, newClaim, releaseLease, renewLease, takeLease } from "../platform/lease.ts";
import type { BundleRequest, BundleRun } from "./bundle-request.model.ts";
import type { Deps } from "./deps.ts";
import { removeFile, sealedOutput } from "./kept-file.ts";
import { recipientOf } from "./list-requests.ts";
import { packRoll } from "./pack-roll.ts";
import type { PackedBundle } from "./packed-bundle.ts";

type MakeDeps = Pick<Deps, "database" | "keys" | "now" | "publicUrl">;

/** A request that this run has taken, and how it holds it. */
type Claimed = BundleRequest & { run: BundleRun; claim: Claim };

/** How often a run says how far it is, in milliseconds. */
const beatEvery = second;
/** After how much silence a run counts as dead, in milliseconds. */
export const longestSilence = 8 * second;

/** How long a bundle can be downloaded, in milliseconds. */
const keptFor = 30 * day;

/** Runs after which a bundle is given up: the problem will not go away by itself. */
const mostRuns = 10;

/** Failures that would happen again on every attempt: somebody has to act first. */
const lasting: ReadonlySet<ErrorCode> = new Set(["bundle-refused", "keys-lost", "campaign-unknown"]);

/**
 * Makes a requested bundle and stores it, sealed, until it is downloaded. It may run any number of times, even
 * concurrently: the newest run writes to its own file and wins, and whatever older runs wrote is removed.
 * @returns "done", "failed" when it can't be made, "skipped" when there was nothing to do
 * @throws transient failures: the next run tries again.
 */
export async function makeBundle(deps: MakeDeps, id: string): Promise<"done" | "failed" | "skipped"> {
  const claimed = await claim(deps, new Types.ObjectId(id));
  if (!claimed) return "skipped";
  const overtaken = new AbortController();
  const beat = startBeat(deps, claimed, overtaken);
  try {
    await removeOthers(deps, claimed);
    const result = await pack(deps, claimed, beat, overtaken.signal);
    return (await finish(deps, claimed, result)) ? "done" : "skipped";
  } catch (error) {
    if (overtaken.signal.aborted) return "skipped";
    return await returnClaim(deps, claimed, error);
  } finally {
    beat.stop();
    await settleFile(deps, claimed);
  }
}

/** Claims a request that is waiting, or whose run has gone silent. */
async function claim({ database, now }: MakeDeps, _id: Types.ObjectId): Promise<Claimed | null> {
  const at = now();
  const claim = newClaim(longestSilence);
  const { holder: file } = claim;
  const run: BundleRun = { file, startedAt: at, beatAt: at, written: 0, expected: 0 };
  const isLeft = { _id, state: { $in: ["asked" as const, "running" as const] } };
  const asked = await takeLease(database.bundleRequests, isLeft, claim, {
    ...{ state: "running", run, runs: { $add: ["$runs", 1] } },
    files: { $concatArrays: ["$files", [file]] },
  });
  return asked && { ...asked, run, claim, runs: asked.runs + 1, files: [...asked.files, file] };
}

/** Reports the run's progress once a second, and stops the run when another one has taken over. */
function startBeat({ database, now }: MakeDeps, { _id, claim }: Claimed, overtaken: AbortController) {
  let far = { written: 0, expected: 0 };
  const say = async () => {
    const { written, expected } = far;
    const values = { "run.beatAt": now(), "run.written": written, "run.expected": expected };
    const renewed = await renewLease(database.bundleRequests, { _id }, claim, { values });
    if (renewed === 0) overtaken.abort();
  };
  // A heartbeat that is lost is followed by another.
  const timer = setInterval(() => void say().catch(() => undefined), beatEvery);
  return {
    onProgress: (written: number, expected: number) => {
      far = { written, expected };
    },
    stop: () => clearInterval(timer),
  };
}

async function pack(
  deps: MakeDeps,
  { _id, campaign: slug, country, organisation, level, sealTo, recipient, run }: Claimed,
  { onProgress }: ReturnType<typeof startBeat>,
  signal: AbortSignal,
): Promise<PackedBundle> {
  const campaign = await findCampaign(deps, slug);
  if (!campaign) throw new DomainError("campaign-unknown", `There is no campaign "${slug}" any more.`);
  const scope = { campaign, country: country ?? undefined, organisation: organisation ?? undefined };
  const madeFor = recipientOf(deps.keys, { _id, recipient });
  return packRoll(
    { ...deps, openKeys: async () => deps.keys },
    { ...scope, level, sealTo, recipient: madeFor, onProgress, signal },
    () => sealedOutput(deps, run.file),
  );
}

async function finish(
  { database, now }: MakeDeps,
  { _id, claim }: Claimed,
  result: PackedBundle,
): Promise<boolean> {
  const readyAt = now();
  const expiresAt = new Date(readyAt.getTime() + keptFor);
  const { matchedCount } = await database.bundleRequests.updateOne(
    { _id, ...heldBy(claim) },
    {
      $set: { state: "ready", result, readyAt, expiresAt, "run.written": result.signatures },
      $unset: { open: "", lease: "" },
    },
  );
  return matchedCount > 0;
}

/** Leaves the request for another run, or gives it up. */
async function returnClaim(
  { database }: MakeDeps,
  { _id, claim, runs }: Claimed,
  error: unknown,
): Promise<"failed"> {
  const isLasting = error instanceof DomainError && lasting.has(error.code);
  if (!isLasting && runs < mostRuns) {
    await releaseLease(database.bundleRequests, { _id }, claim, { state: "asked" });
    throw error;
  }
  const failure = error instanceof DomainError ? error.message : "It broke off again and again.";
  await database.bundleRequests.updateOne(
    { _id, ...heldBy(claim) },
    { $set: { state: "failed", failure }, $unset: { open: "", lease: "" } },
  );
  return "failed";
}

async function removeOthers(deps: MakeDeps, { _id, run, files }: Claimed): Promise<void> {
  for (const file of files.filter((one) => !one.equals(run.file))) {
    await removeFile(deps, file);
    await deps.database.bundleRequests.updateOne({ _id }, { $pull: { files: file } });
  }
}

/** Removes what this run wrote, unless it is the bundle. */
async function settleFile(deps: MakeDeps, { _id, run }: Claimed): Promise<void> {
  const kept = await deps.database.bundleRequests.findOne(
    { _id, state: { $in: ["ready", "downloading"] }, "run.file": run.file },
    { projection: { _id: 1 } },
  );
  if (kept) return;
  await removeFile(deps, run.file);
  await deps.database.bundleRequests.updateOne({ _id }, { $pull: { files: run.file } });
}
