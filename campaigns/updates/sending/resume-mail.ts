import { trusted } from "mongoose";
import { type Actor, recordAudit } from "../../audit/record-audit.ts";
import { DomainError } from "../../platform/errors.ts";
import type { Deps } from "../deps.ts";
import { dispatchRange } from "../dispatch.model.ts";
import type { Update } from "../update.model.ts";
import { settleDispatches } from "./settle-dispatches.ts";

type ResumeDeps = Pick<Deps, "database" | "now">;

/** What a restored database would mail. */
export type WaitingMail = {
  heldAt: Date | undefined;
  letters: number;
  dispatches: number;
  scheduled: number;
};

const underWay = ["sending", "paused"] as const;
const atOnce = 1_000;

/** Reads whether mail waits because the database was restored, and what waits. */
export async function readWaitingMail({ database }: ResumeDeps): Promise<WaitingMail> {
  const mark = await database.mailMarks.findOne({ _id: "mail" });
  const updates = await database.updates
    .find({ state: trusted({ $in: [...underWay] }) })
    .select({ counts: 1 })
    .lean<Pick<Update, "counts">[]>();
  return {
    heldAt: mark?.heldAt,
    letters: await database.letters.countDocuments({ state: { $in: ["due", "held"] } }),
    dispatches: updates.reduce((sum, { counts }) => sum + counts.queued, 0),
    scheduled: await database.updates.countDocuments(scheduled),
  };
}

const scheduled = { state: "approved" as const, scheduledAt: trusted({ $exists: true }) };

/**
 * Lets mail leave again after a restore. Mails of updates that the backup holds as not sent may have gone out since:
 * they become uncertain, and a person sends them again or not. What was to begin by itself waits until somebody
 * schedules it again.
 * @throws DomainError `mail-unready` when nothing is held
 */
export async function resumeMail(deps: ResumeDeps, actor: Actor): Promise<WaitingMail> {
  const { database } = deps;
  const waiting = await readWaitingMail(deps);
  if (!waiting.heldAt) throw new DomainError("mail-unready", "Mail is not held: there is nothing to resume.");
  for (const { _id } of await database.updates.find({ state: trusted({ $in: [...underWay] }) }).lean())
    await makeUncertain(deps, _id);
  await database.updates.updateMany(scheduled, {
    $unset: { scheduledAt: "", scheduledIn: "" },
    $set: { changedAt: deps.now() },
  });
  const { letters, dispatches, scheduled: unscheduled } = waiting;
  await recordAudit(deps, actor, "mail.resume", "mail", { letters, dispatches, unscheduled });
  await database.mailMarks.updateOne({ _id: "mail" }, { $unset: { heldAt: "" } });
  return waiting;
}

async function makeUncertain(deps: ResumeDeps, update: Update["_id"]): Promise<void> {
  const { from, to } = dispatchRange(update);
  for (;;) {
    const queued = await deps.database.dispatches
      .find({ _id: { $gte: from, $lt: to }, state: "queued" }, { projection: { _id: 1 }, limit: atOnce })
      .toArray();
    const ids = queued.map(({ _id }) => _id);
    if (ids.length === 0) return;
    const reason = "the database was restored: it may have gone out after the backup";
    await settleDispatches(deps, update, [{ ids, from: "queued", to: "uncertain", reason }]);
  }
}
