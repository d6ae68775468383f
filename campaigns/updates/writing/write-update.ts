import { Types } from "mongoose";
import { mustReach } from "../../access/reach.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import { DomainError } from "../../platform/errors.ts";
import { withTransaction } from "../../platform/in-transaction.ts";
import type { Locale } from "../../platform/languages/languages.ts";
import type { Deps } from "../deps.ts";
import type { By } from "../find-update.ts";
import { findUpdate } from "../find-update.ts";
import { moveUpdate } from "../move-update.ts";
import { type Audience, noCounts, type Update, type UpdateText } from "../update.model.ts";
import { checkUpdate } from "./check-update.ts";

type WriteDeps = Pick<Deps, "database" | "now">;

/** What its writer decides. */
export type UpdateDraft = {
  texts: Partial<Record<Locale, UpdateText>>;
  fallback: Locale[];
  audience: Audience;
};

/**
 * Starts an update for the writer's organisation, or for another one on whose behalf the secretariat writes. A draft
 * may be unfinished; what could never be sent is refused at once.
 * @throws DomainError `update-refused` with every problem named, `not-found`.
 */
export async function createUpdate(
  deps: WriteDeps,
  by: By,
  campaign: Campaign,
  draft: UpdateDraft,
  organisation: string = by.account.organisation,
): Promise<Update> {
  mustReach(by.account, organisation);
  refuseProblems(draft, campaign);
  const now = deps.now();
  const update: Update = {
    _id: new Types.ObjectId(),
    campaign: campaign.slug,
    organisation,
    state: "draft",
    ...draft,
    createdBy: by.account.id,
    createdAt: now,
    changedAt: now,
    planned: 0,
    counts: noCounts(),
  };
  await withTransaction(deps, async (inner) => {
    await inner.database.updates.create([update], inner.transaction);
    await recordAudit(inner, by.actor, "update.create", `update/${update._id.toHexString()}`);
  });
  return update;
}

/**
 * Changes a draft. `seenAt` is its `changedAt` when the writer opened it: changes made by somebody else since are
 * not overwritten.
 * @throws DomainError `update-refused`, `update-moved`, `not-found`.
 */
export async function editUpdate(
  deps: WriteDeps,
  by: By,
  { id, seenAt, campaign }: { id: string; seenAt?: Date; campaign: Campaign },
  draft: UpdateDraft,
): Promise<Update> {
  const seen = await findUpdate(deps, by.account, id);
  refuseProblems(draft, campaign);
  return moveUpdate(deps, by, { ...seen, ...(seenAt && { changedAt: seenAt }) }, "edit", { set: draft });
}

function refuseProblems(draft: UpdateDraft, campaign: Campaign): void {
  const problems = checkUpdate(draft, campaign).filter(({ unfinished }) => !unfinished);
  if (problems.length > 0)
    throw new DomainError("update-refused", problems.map(({ message }) => message).join(" "));
}
