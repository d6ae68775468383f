import { recordAudit } from "../audit/record-audit.ts";
import { DomainError } from "../platform/errors.ts";
import { withTransaction } from "../platform/in-transaction.ts";
import type { Deps } from "./deps.ts";
import { type Acting, findHandover } from "./find-handover.ts";
import type { CertificateFacts, ReplyFacts } from "./handover.model.ts";

/** What is added to a handover later, and has to be checked by a second person. */
export type Part = { certificate: CertificateFacts } | { reply: ReplyFacts };

/**
 * Enters what an office answered or an authority certified; one that was entered and not checked yet is replaced.
 * @throws DomainError `not-found`; `draft-changed` when one was checked already.
 */
export async function enterPart(
  deps: Pick<Deps, "database" | "now">,
  acting: Acting,
  part: Part,
): Promise<void> {
  const { _id } = await findHandover(deps, acting);
  const stamp = { by: acting.account.id, at: deps.now(), checked: null };
  const name = "reply" in part ? "reply" : "certificate";
  const set =
    "reply" in part
      ? { reply: { ...part.reply, ...stamp } }
      : { certificate: { ...part.certificate, ...stamp } };
  await withTransaction(deps, async (inner) => {
    const filter = { _id, [`${name}.checked`]: null };
    const changed = await inner.database.handovers.updateOne(filter, { $set: set }, inner.transaction);
    if (changed.matchedCount === 0)
      throw new DomainError("draft-changed", "This was checked by somebody already: it stays as it is.");
    await recordAudit(inner, acting.actor, `handover.enter-${name}`, `handover/${acting.handover}`);
  });
}
