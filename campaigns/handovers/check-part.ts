import { recordAudit } from "../audit/record-audit.ts";
import { findCampaign } from "../petitions/find-campaign.ts";
import { DomainError } from "../platform/errors.ts";
import { type InTransaction, withTransaction } from "../platform/in-transaction.ts";
import { raiseUpdate } from "../updates/triggers/raise-update.ts";
import { templateTexts } from "../updates/triggers/template-texts.ts";
import type { Deps } from "./deps.ts";
import { type Acting, findHandover } from "./find-handover.ts";
import type { Entered, Handover } from "./handover.model.ts";

/** What a second person checks: the record itself, or what was added to it. */
export const checkedParts = ["record", "certificate", "reply"] as const;
export type CheckedPart = (typeof checkedParts)[number];

/**
 * Checks what somebody else has entered: from now on everybody sees it. A reply creates the draft of a mail to
 * supporters.
 * @throws DomainError `not-found`; `second-person` for who entered it; `draft-changed` when it is not what waits, or
 * the record itself still does.
 */
export async function checkPart(
  deps: Pick<Deps, "database" | "jobs" | "now">,
  acting: Acting,
  part: CheckedPart,
): Promise<void> {
  const handover = await findHandover(deps, acting);
  const entered = partOf(handover, part);
  if (!entered || entered.checked || (part !== "record" && !handover.checked)) throw changedMeanwhile();
  if (entered.by === acting.account.id)
    throw new DomainError("second-person", "You have entered this: somebody else has to check it.");
  const field = part === "record" ? "" : `${part}.`;
  const filter = { _id: handover._id, [`${field}by`]: entered.by, [`${field}at`]: entered.at };
  const checked = { by: acting.account.id, at: deps.now() };
  await withTransaction(deps, async (inner) => {
    const changed = await inner.database.handovers.updateOne(
      { ...filter, [`${field}checked`]: null },
      { $set: { [`${field}checked`]: checked } },
      inner.transaction,
    );
    if (changed.matchedCount === 0) throw changedMeanwhile();
    await recordAudit(inner, acting.actor, `handover.check-${part}`, `handover/${acting.handover}`);
    if (part === "reply") await draftAnswer(inner, acting, entered.by);
  });
}

/** Drafts the mail in the transaction that checks the reply: there is never one without the other. */
async function draftAnswer(
  deps: Pick<Deps, "database" | "jobs" | "now"> & InTransaction,
  { campaign: slug, handover }: Acting,
  draftBy: string,
): Promise<void> {
  const campaign = await findCampaign(deps, slug);
  if (!campaign) return;
  const texts = templateTexts("reply", campaign);
  const event = `reply ${handover}`;
  await raiseUpdate(deps, campaign, { event, texts, counted: [], draftBy, details: { handover } });
}

function partOf(handover: Handover, part: CheckedPart): Entered | null {
  return part === "record" ? handover : handover[part];
}

function changedMeanwhile(): DomainError {
  return new DomainError("draft-changed", "Nothing of this waits to be checked any more: look at it again.");
}
