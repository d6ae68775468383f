import { keepHead } from "#campaigns/audit/kept-head.ts";
import { signHead } from "#campaigns/audit/sign-head.ts";
import { expireBundles, findLeftBundles } from "#campaigns/bundles/sweep-bundles.ts";
import { raiseReminders } from "#campaigns/letters/raise-reminders.ts";
import { releaseHeldLetters } from "#campaigns/letters/release-held.ts";
import { extendLog } from "#campaigns/log/extend-log.ts";
import { recountLog } from "#campaigns/log/recount-log.ts";
import { signCheckpoint } from "#campaigns/log/sign-checkpoint.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { listCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { noteSweep } from "#campaigns/platform/jobs/note-sweep.ts";
import { isSweep, queues, type SweepName } from "#campaigns/platform/jobs/queues.ts";
import { readDisk, warnOfDisk } from "#campaigns/platform/measure-disk.ts";
import { expirePending } from "#campaigns/signing/confirmation/expire-pending.ts";
import { rescueSheets } from "#campaigns/signing/sheets/rescue-sheets.ts";
import { noteRecount } from "#campaigns/signing/tallies/note-recount.ts";
import type { RecountKind } from "#campaigns/signing/tallies/recount-note.model.ts";
import { recountRoll } from "#campaigns/signing/tallies/recount-roll.ts";
import { recountSheets } from "#campaigns/signing/tallies/recount-sheets.ts";
import { recountCampaignUpdates } from "#campaigns/updates/sending/recount-campaign.ts";
import { rescueUpdates } from "#campaigns/updates/sending/rescue-updates.ts";
import { raiseHandovers } from "#campaigns/updates/triggers/raise-handovers.ts";
import { raiseMilestoneUpdates } from "#campaigns/updates/triggers/raise-milestone-updates.ts";
import { defineWorker, type WorkerContext } from "./define-worker.ts";

const sweeps: Record<SweepName, (context: WorkerContext) => Promise<number>> = {
  "rescue-sheets": ({ deps }) => rescueSheets(deps),
  "due-letters": async ({ deps }) => {
    const isWaiting = await releaseHeldLetters(deps);
    if (isWaiting) await deps.jobs.lettersLeft(deps.now());
    return 0;
  },
  reminders: ({ deps }) => raiseReminders(deps),
  "expired-pending": ({ deps }) => expirePending(deps),
  recount: (context) =>
    recount(
      context,
      "roll",
      async ({ database }, { ordinal }) => (await recountRoll(database, ordinal)).drift,
    ),
  "recount-sheets": (context) =>
    recount(context, "sheets", async ({ database }, campaign) => [
      ...(await recountSheets(database, campaign.ordinal)),
      ...(await recountLog(database, campaign)),
    ]),
  "recount-updates": (context) =>
    recount(context, "updates", (deps, { slug }) => recountCampaignUpdates(deps, slug)),
  "milestone-updates": ({ deps }) => raiseMilestoneUpdates(deps),
  "handover-updates": ({ deps }) => raiseHandovers(deps),
  "due-updates": ({ deps }) => rescueUpdates(deps),
  "returned-mail": ({ pollReturns }) => pollReturns(),
  "audit-head": noteHead,
  log: extendLogs,
  checkpoints: signCheckpoints,
  "left-bundles": async ({ deps }) => {
    const left = await findLeftBundles(deps);
    await deps.jobs.bundlesLeft(left, deps.now());
    return left.length;
  },
  "expired-bundles": ({ deps }) => expireBundles(deps),
  disk: async ({ deps, log }) => {
    const warning = warnOfDisk(await readDisk(deps.database.connection));
    if (warning) log.error(warning);
    return 0;
  },
};

/** Finds what was left behind: sheets and letters whose jobs were lost, expired entries, counts that drifted. */
export const sweepWorker = defineWorker("sweep", queues.sweep.payload, 2, async (context, _payload, job) => {
  if (!isSweep(job.name)) return "skipped";
  const found = await sweeps[job.name](context);
  await noteSweep(context.deps, job.name);
  if (found > 0) context.log.info({ sweep: job.name, found }, "a sweep found work");
  return found > 0 ? "done" : "skipped";
});

/**
 * Signs how far the audit trail has come, and keeps that in a file and in the log, where no change to the database
 * reaches.
 */
async function noteHead({ deps, log, auditHeadPath }: WorkerContext): Promise<number> {
  const { state, head } = await signHead(deps);
  const isKept = state !== "behind" && (await keepHead(auditHeadPath, head));
  if (!isKept) log.error({ head }, "the audit trail ends before an entry that was signed");
  if (state === "signed") log.info({ head }, "the audit trail grew");
  return 0;
}

/** Hashes into the logs what was folded since the last time. */
async function extendLogs({ deps }: WorkerContext): Promise<number> {
  for (const campaign of await listCampaigns(deps)) await extendLog(deps, campaign);
  return 0;
}

/** Signs how far each log that has leaves has come. One that is behind what was published keeps no other from it. */
async function signCheckpoints({ deps, log }: WorkerContext): Promise<number> {
  for (const campaign of await listCampaigns(deps)) {
    await signCheckpoint(deps, campaign).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      log.error({ campaign: campaign.slug }, error.message);
    });
  }
  return 0;
}

/** Recounts a campaign; every returned item is a difference. */
type CountAgain = (deps: WorkerContext["deps"], campaign: Campaign) => Promise<readonly object[]>;

async function recount(
  { deps, log }: WorkerContext,
  against: RecountKind,
  countAgain: CountAgain,
): Promise<number> {
  let drifted = 0;
  for (const campaign of await listCampaigns(deps)) {
    const { slug } = campaign;
    const found = await countAgain(deps, campaign);
    await noteRecount(deps, slug, against, found.length);
    drifted += found.length;
    if (found.length > 0)
      log.error({ campaign: slug, against, drift: found }, "a recount and what was folded disagree");
  }
  return drifted;
}
