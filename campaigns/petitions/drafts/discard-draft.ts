import type { Actor } from "../../audit/entry.model.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { DomainError } from "../../platform/errors.ts";
import { withTransaction } from "../../platform/in-transaction.ts";
import type { Deps } from "../deps.ts";
import { type DraftRef, openDraft } from "./open-draft.ts";
import { writeDraft } from "./store-draft.ts";

/**
 * Discards what was written since people saw it last. A campaign or petition that was never published is gone with it;
 * the audit trail keeps that it was there.
 * @throws DomainError `not-found`; `draft-changed` when somebody changed it since it was looked at, or nothing is
 * drafted.
 */
export async function discardDraft(
  deps: Pick<Deps, "database" | "now">,
  discarding: DraftRef & { actor: Actor; revision: number },
): Promise<"restored" | "gone"> {
  const { draft, live } = await openDraft(deps, discarding);
  if (draft.revision !== discarding.revision || draft.state === "published") throw changed();
  const isSeen =
    draft.petition === null ? live !== null : live?.petitions.some(({ id }) => id === draft.petition);
  await withTransaction(deps, async (inner) => {
    const { database, transaction } = inner;
    const { _id, revision } = draft;
    const isDone = isSeen
      ? // The revision goes on, so that forms from before are still refused.
        await writeDraft(inner, { ...draft, state: "published" })
      : (await database.drafts.deleteOne({ _id, revision }, transaction)).deletedCount > 0;
    if (!isDone) throw changed();
    await recordAudit(inner, discarding.actor, "petition.discard", _id, { revision });
  });
  return isSeen ? "restored" : "gone";
}

function changed(): DomainError {
  return new DomainError(
    "draft-changed",
    "Somebody changed this while you looked at it: nothing was done. Look at it again.",
  );
}
