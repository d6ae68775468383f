import { Types } from "mongoose";
import type { Account } from "../access/account.ts";
import { reaches } from "../access/reach.ts";
import { type Actor, recordAudit } from "../audit/record-audit.ts";
import { DomainError, notFound } from "../platform/errors.ts";
import { withTransaction } from "../platform/in-transaction.ts";
import type { BundleRequest } from "./bundle-request.model.ts";
import { describeScope, reachesScope } from "./bundle-scope.ts";
import type { Deps } from "./deps.ts";

type Deciding = { account: Account; actor: Actor };
type Which = { campaign: string; id: string };

/**
 * Lets a bundle that somebody else asked for be made: names leave Sheaf by two people's hands.
 * @throws DomainError `not-found`; `second-person` for who asked; `draft-changed` when it no longer waits.
 */
export async function approveBundle(
  deps: Pick<Deps, "database" | "jobs" | "now">,
  by: Deciding,
  which: Which,
): Promise<void> {
  const request = await findWaiting(deps, by.account, which);
  if (!isSecondFor(request, by.account))
    throw new DomainError("second-person", "You have asked for this: somebody else has to approve it.");
  await decide(deps, by, request, "approve");
  deps.jobs.bundleAsked(which.id);
}

/**
 * Ends a request for a bundle, by who asked or by who will not approve it.
 * @throws DomainError `not-found`; `draft-changed` when it no longer waits.
 */
export async function declineBundle(
  deps: Pick<Deps, "database" | "now">,
  by: Deciding,
  which: Which,
): Promise<void> {
  await decide(deps, by, await findWaiting(deps, by.account, which), "decline");
}

/** Tells whether an account counts as a second person for a request. */
export function isSecondFor(
  { account }: Pick<BundleRequest, "account">,
  { id }: Pick<Account, "id">,
): boolean {
  return account !== id;
}

async function findWaiting(
  { database }: Pick<Deps, "database">,
  account: Account,
  { campaign, id }: Which,
): Promise<BundleRequest> {
  const found = await database.bundleRequests.findOne({ _id: new Types.ObjectId(id), campaign });
  if (!found || !reaches(account, found.owner) || !reachesScope(account, found)) throw notFound();
  if (found.state !== "waiting") throw moved();
  return found;
}

async function decide(
  deps: Pick<Deps, "database" | "now">,
  { account, actor }: Deciding,
  request: BundleRequest,
  act: "approve" | "decline",
): Promise<void> {
  const { _id, campaign } = request;
  const decided = { decidedBy: account.id, decidedAt: deps.now() };
  await withTransaction(deps, async (inner) => {
    const { matchedCount } = await inner.database.bundleRequests.updateOne(
      { _id, state: "waiting" },
      act === "approve"
        ? { $set: { ...decided, state: "asked" } }
        : { $set: { ...decided, state: "declined" }, $unset: { open: true } },
      inner.transaction,
    );
    if (matchedCount === 0) throw moved();
    const details = { ...describeScope(request), bundle: _id.toHexString() };
    await recordAudit(inner, actor, `bundle.${act}`, campaign, details);
  });
}

function moved(): DomainError {
  return new DomainError("draft-changed", "Somebody has decided this in the meantime: look at it again.");
}
