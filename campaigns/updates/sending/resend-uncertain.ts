import { recordAudit } from "../../audit/record-audit.ts";
import { DomainError } from "../../platform/errors.ts";
import type { Deps } from "../deps.ts";
import { type Dispatch, dispatchRange } from "../dispatch.model.ts";
import { type By, findUpdate } from "../find-update.ts";
import { settleDispatches } from "./settle-dispatches.ts";

type ResendDeps = Pick<Deps, "database" | "jobs" | "now">;

/** Settled together. */
const atOnce = 1_000;

/** The keys of an update's uncertain dispatches; they contain nothing personal. */
async function listUncertain(
  deps: Pick<Deps, "database">,
  { account }: Pick<By, "account">,
  id: string,
  limit = 100,
): Promise<Pick<Dispatch, "_id" | "at" | "reason">[]> {
  const { _id } = await findUpdate(deps, account, id);
  const { from, to } = dispatchRange(_id);
  return deps.database.dispatches
    .find(
      { end: "uncertain", _id: { $gte: from, $lt: to } },
      { projection: { at: 1, reason: 1 }, sort: { _id: 1 }, limit, hint: "other-ends" },
    )
    .toArray();
}

/**
 * Sends mails of unknown fate again, under their original Message-IDs: a person's decision, never automatic. Returns
 * how many.
 * @throws DomainError `update-moved` when the update is neither being sent nor sent, `not-found`.
 */
export async function resendUncertain(deps: ResendDeps, by: By, id: string): Promise<number> {
  const update = await findUpdate(deps, by.account, id);
  if (!["sending", "paused", "sent"].includes(update.state)) {
    throw new DomainError("update-moved", `This update is ${update.state}: nothing of it is sent again.`);
  }
  if ((await listUncertain(deps, by, id, 1)).length === 0) return 0;
  // Too much for one transaction: recorded before, and the number afterwards.
  await recordAudit(deps, by.actor, "update.resend", `update/${id}`);
  let queued = 0;
  for (;;) {
    const some = await listUncertain(deps, by, id, atOnce);
    const ids = some.map(({ _id }) => _id);
    if (ids.length === 0) break;
    await settleDispatches(deps, update._id, [{ ids, from: "uncertain", to: "queued" }]);
    await reopenRanges(deps, update._id, ids);
    queued += ids.length;
  }
  if (queued > 0) {
    const now = deps.now();
    await deps.database.updates.updateOne(
      { _id: update._id, state: "sent" },
      { $set: { state: "sending", changedAt: now }, $unset: { endedAt: "" } },
    );
    await recordAudit(deps, by.actor, "update.resent", `update/${id}`, { mails: queued });
    deps.jobs.updateDue(update._id);
  }
  return queued;
}

async function reopenRanges(
  { database, now }: ResendDeps,
  update: Dispatch["claim"],
  ids: Buffer[],
): Promise<void> {
  const [first, last] = [ids[0], ids.at(-1)];
  if (!update || !first || !last) return;
  await database.dispatchRanges.updateMany(
    { "_id.update": update, first: { $lte: last }, last: { $gte: first } },
    { $set: { state: "open", dueAt: now() } },
  );
}
