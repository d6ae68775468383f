import { recordAudit } from "../audit/record-audit.ts";
import { withTransaction } from "../platform/in-transaction.ts";
import type { Deps } from "./deps.ts";
import { type Acting, findHandover } from "./find-handover.ts";
import type { CopyFacts } from "./handover.model.ts";

/**
 * Adds to the chain where a copy went and what proves it; nothing of the chain is ever changed.
 * @throws DomainError `not-found`.
 */
export async function noteCopy(
  deps: Pick<Deps, "database" | "now">,
  acting: Acting,
  facts: CopyFacts,
): Promise<void> {
  const { _id } = await findHandover(deps, acting);
  const copy = { ...facts, by: acting.account.id, at: deps.now() };
  await withTransaction(deps, async (inner) => {
    await inner.database.handovers.updateOne({ _id }, { $push: { copies: copy } }, inner.transaction);
    await recordAudit(inner, acting.actor, "handover.copy", `handover/${acting.handover}`);
  });
}
