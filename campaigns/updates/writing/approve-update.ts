import { DomainError } from "../../platform/errors.ts";
import type { Deps } from "../deps.ts";
import { type By, findUpdate } from "../find-update.ts";
import { moveUpdate } from "../move-update.ts";
import type { Update } from "../update.model.ts";

type ApproveDeps = Pick<Deps, "database" | "now">;

/**
 * Approves an update as a second person, neither its writer nor its submitter.
 * @throws DomainError `not-allowed`, `update-moved`, `not-found`.
 */
export async function approveUpdate(deps: ApproveDeps, by: By, id: string): Promise<Update> {
  const seen = await findUpdate(deps, by.account, id);
  if (!mayApprove(seen, by.account.id)) {
    throw new DomainError("not-allowed", "A second person approves an update: ask somebody else to read it.");
  }
  return moveUpdate(deps, by, seen, "approve", {
    set: { approvedBy: by.account.id, approvedAt: deps.now() },
  });
}

/** Tells whether an account counts as a second person for an update. */
export function mayApprove(update: Pick<Update, "createdBy" | "submittedBy">, account: string): boolean {
  return update.createdBy !== account && update.submittedBy !== account;
}

/**
 * Requests changes to a submitted or approved update: it becomes a draft again, with a remark for its writer.
 * @throws DomainError `update-moved`, `not-found`.
 */
export async function returnUpdate(deps: ApproveDeps, by: By, id: string, remark: string): Promise<Update> {
  const seen = await findUpdate(deps, by.account, id);
  return moveUpdate(deps, by, seen, "return", {
    set: { remark },
    unset: ["submittedBy", "submittedAt", "approvedBy", "approvedAt", "scheduledAt", "scheduledIn"],
  });
}
