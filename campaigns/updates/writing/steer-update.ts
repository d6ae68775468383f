import type { Deps } from "../deps.ts";
import { type By, findUpdate } from "../find-update.ts";
import { moveUpdate } from "../move-update.ts";
import type { Update } from "../update.model.ts";

type SteerDeps = Pick<Deps, "database" | "now" | "jobs">;

/**
 * Schedules an approved update for a moment that was chosen in a time zone; a past one means at once.
 * @throws DomainError `update-moved`, `not-found`.
 */
export async function scheduleUpdate(
  deps: SteerDeps,
  by: By,
  id: string,
  at: Date,
  zone = "UTC",
): Promise<Update> {
  const seen = await findUpdate(deps, by.account, id);
  const update = await moveUpdate(deps, by, seen, "schedule", {
    set: { scheduledAt: at, scheduledIn: zone },
    details: { at: at.toISOString() },
  });
  if (at <= deps.now()) deps.jobs.updateDue(update._id);
  return update;
}

/**
 * Pauses an update; mails already handed to a mail server have gone out.
 * @throws DomainError `update-moved`, `not-found`.
 */
export async function pauseUpdate(deps: SteerDeps, by: By, id: string): Promise<Update> {
  return moveUpdate(deps, by, await findUpdate(deps, by.account, id), "pause");
}

/** Resumes a paused update where it was. @throws DomainError `update-moved`, `not-found`. */
export async function resumeUpdate(deps: SteerDeps, by: By, id: string): Promise<Update> {
  const update = await moveUpdate(deps, by, await findUpdate(deps, by.account, id), "resume", {
    unset: ["pausedFor"],
  });
  deps.jobs.updateDue(update._id);
  return update;
}

/**
 * Cancels an update: nothing more goes out, and queued mails are skipped.
 * @throws DomainError `update-moved`, `not-found`.
 */
export async function cancelUpdate(deps: SteerDeps, by: By, id: string): Promise<Update> {
  const seen = await findUpdate(deps, by.account, id);
  const begun = seen.startedAt !== undefined;
  const update = await moveUpdate(deps, by, seen, "cancel", begun ? {} : { set: { endedAt: deps.now() } });
  if (begun) deps.jobs.updateDue(update._id);
  return update;
}
