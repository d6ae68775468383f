import { Types } from "mongoose";
import type { Role } from "../access/account.ts";
import { addLetters } from "../outbox/add-letters.ts";
import type { InTransaction } from "../platform/in-transaction.ts";
import type { Approval } from "./approval.model.ts";
import type { Deps } from "./deps.ts";
import { findApprovers } from "./find-approvers.ts";

/** What is asked for, and who can't be the second person. */
export type ApprovalRequest = Omit<Approval, "_id" | "at"> & {
  besides: readonly string[];
  /** Of those who may approve it; those who run campaigns, unless it says others. */
  roles?: readonly Role[];
};

type AskDeps = Pick<Deps, "database" | "now"> & Required<InTransaction>;

/**
 * Writes to everybody who may approve something what it changes, in the transaction that asks for it. The caller adds
 * the job for letters that are due afterwards.
 */
export async function askApproval(
  deps: AskDeps,
  { besides, roles, ...asked }: ApprovalRequest,
): Promise<void> {
  const approvers = await findApprovers(deps, asked.organisation, { roles, besides: [asked.by, ...besides] });
  if (approvers.length === 0) return;
  const approval: Approval = { _id: new Types.ObjectId(), ...asked, at: deps.now() };
  await deps.database.approvals.insertOne(approval, deps.transaction);
  const letters = approvers.map((account) => ({
    _id: `approval-${approval._id.toHexString()}-${account.toHexString()}`,
    purpose: "approval" as const,
    approval: approval._id,
    account,
  }));
  await addLetters(deps, letters, deps.transaction);
}
