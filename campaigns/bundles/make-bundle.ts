import { Types } from "mongoose";
import { findCampaign } from "../petitions/find-campaign.ts";
import { DomainError, type ErrorCode } from "../platform/errors.ts";
import { type Claim, heldBy, newClaim, releaseLease, renewLease, takeLease } from "../platform/lease.ts";
import type { BundleRequest, BundleRun } from "./bundle-request.model.ts";
import type { Deps } from "./deps.ts";
import { removeFile, sealedOutput } from "./kept-file.ts";
import { packRoll } from "./pack-roll.ts";
import type { PackedBundle } from "./packed-bundle.ts";

type MakeDeps = Pick<Deps, "database" | "keys" | "now">;

/** A request that this run has taken, and how it holds it. */
type Claimed = BundleRequest & { run: BundleRun; claim: Claim };

const second = 1_000;
const day = 24 * 3600 * second;

/** How often a run says how far it is, in milliseconds. */
const beatEvery = second;
/** After how much silence a run counts as dead, in milliseconds. */
export const longestSilence = 8 * second;

/** How long a bundle can be downloaded. */
const keptFor = 30 * day;

/** Runs after which a bundle is given up: what is wrong then does not pass by itself. */
const mostRuns = 10;

/** Failures that come back however often it is tried: somebody has to do something first. */
const lasting: ReadonlySet<ErrorCode> = new Set(["bundle-refused", "keys-lost", "campaign-unknown"]);

/**
 * Makes the bundle that was asked for and keeps it, sealed, until it is downloaded. It may run any number of times, also at
 * once: the newest run writes into a file of its own and has the last word, what older ones wrote is removed.
 * @returns "done", "failed" when it can't be made, "skipped" when there was nothing to do
 * @throws what may pass: the next run tries again.
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

/** Takes a request that waits, or whose run is silent. */
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

/** Says once a second how far the run is, and stops it when another one has taken over. */
function startBeat({ database, now }: MakeDeps, { _id, claim }: Claimed, overtaken: AbortController) {
  let far = { written: 0, expected: 0 };
  const say = async () => {
    const { written, expected } = far;
    const values = { "run.beatAt": now(), "run.written": written, "run.expected": expected };
    const renewed = await renewLease(database.bundleRequests, { _id }, claim, { values });
    if (renewed === 0) overtaken.abort();
  };
  // A beat that gets lost is followed by another one.
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
  { campaign: slug, country, organisation, run }: Claimed,
  { onProgress }: ReturnType<typeof startBeat>,
  signal: AbortSignal,
): Promise<PackedBundle> {
  const campaign = await findCampaign(deps, slug);
  if (!campaign) throw new DomainError("campaign-unknown", `There is no campaign "${slug}" any more.`);
  const scope = { campaign, country: country ?? undefined, organisation: organisation ?? undefined };
  const { database, keys } = deps;
  return packRoll({ database, openKeys: async () => keys }, { ...scope, onProgress, signal }, () =>
    sealedOutput(deps, run.file),
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

/** Lets the request wait for another run, or gives it up. */
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
