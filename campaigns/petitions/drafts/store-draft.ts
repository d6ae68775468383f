import type { Actor, AuditDetails } from "../../audit/entry.model.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { type InTransaction, withTransaction } from "../../platform/in-transaction.ts";
import { isDuplicate } from "../../platform/is-duplicate.ts";
import type { Deps } from "../deps.ts";
import type { Draft } from "./draft.model.ts";

/** How the audit trail describes what was done to a draft; `on` is omitted when it is the draft itself. */
export type DraftAct = {
  actor: Actor;
  act: string;
  on?: string;
  details?: AuditDetails;
  /** What else is written with it. */
  also?: (inner: Pick<Deps, "database" | "now"> & Required<InTransaction>) => Promise<void>;
};

/**
 * Replaces the revision that a draft was made from, and records the act; false when somebody else stored one in the
 * meantime. The changed draft carries the old revision; the stored one has the next.
 * @throws DomainError `database-unavailable` or `storage-full`.
 */
export async function storeDraft(
  deps: Pick<Deps, "database" | "now">,
  changed: Draft,
  { actor, act, on = changed._id, details, also }: DraftAct,
): Promise<boolean> {
  try {
    return await withTransaction(deps, async (inner) => {
      if (!(await writeDraft(inner, changed))) return false;
      await recordAudit(inner, actor, act, on, details);
      await also?.(inner);
      return true;
    });
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

/** Only the write, for an act that does more; throws MongoDB's error when a first revision already exists. */
export async function writeDraft(
  { database, transaction }: Pick<Deps, "database"> & Required<InTransaction>,
  changed: Draft,
): Promise<boolean> {
  const { _id, revision } = changed;
  const next = { ...changed, revision: revision + 1 };
  if (revision > 0)
    return (await database.drafts.replaceOne({ _id, revision }, next, transaction)).matchedCount > 0;
  await database.drafts.create([next], transaction);
  return true;
}
