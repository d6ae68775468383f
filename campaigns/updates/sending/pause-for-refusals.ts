import type { Types } from "mongoose";
import { recordAudit } from "../../audit/record-audit.ts";
import { withTransaction } from "../../platform/in-transaction.ts";
import type { Deps } from "../deps.ts";
import type { PausedFor, Update } from "../update.model.ts";

/**
 * Pauses an update that is being sent, because a provider refuses its mails on our account; the update says why until
 * somebody resumes it, and what was refused so far no longer counts then. Nothing happens when it is not being sent.
 */
export async function pauseForRefusals(
  deps: Pick<Deps, "database" | "now">,
  id: Types.ObjectId,
  why: Omit<PausedFor, "at">,
): Promise<void> {
  const at = deps.now();
  await withTransaction(deps, async (inner) => {
    const { updates, providerShares } = inner.database;
    const update = await updates
      .findOneAndUpdate(
        { _id: id, state: "sending" },
        { $set: { state: "paused", changedAt: at, pausedFor: { ...why, at } } },
        { ...inner.transaction },
      )
      .lean<Pick<Update, "organisation">>();
    if (!update) return;
    const recent = { handed: 0, refused: 0, since: at };
    await providerShares.updateMany({ "_id.update": id }, { $set: { recent } }, inner.transaction);
    const by = {
      account: "sheaf",
      organisation: update.organisation,
      role: "operator",
      from: "here",
    } as const;
    await recordAudit(inner, by, "update.pause", `update/${id.toHexString()}`, { ...why });
  });
}
