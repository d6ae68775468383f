import { recordAudit } from "../../audit/record-audit.ts";
import { withTransaction } from "../../platform/in-transaction.ts";
import type { Deps } from "../deps.ts";
import { type By, findUpdate } from "../find-update.ts";
import { forgetArchive } from "./archive.ts";

/**
 * Shows an update in the public archive, or hides it: some are for a few people only. Allowed in every state.
 * @throws DomainError `not-found`.
 */
export async function listInArchive(
  deps: Pick<Deps, "database" | "now">,
  by: By,
  id: string,
  isListed: boolean,
): Promise<void> {
  const { _id } = await findUpdate(deps, by.account, id);
  const change = isListed ? { $unset: { unlisted: 1 } } : { $set: { unlisted: true } };
  await withTransaction(deps, async (inner) => {
    await inner.database.updates.updateOne({ _id }, change, inner.transaction);
    await recordAudit(inner, by.actor, isListed ? "update.list" : "update.unlist", `update/${id}`);
  });
  forgetArchive(deps);
}
