import { Types } from "mongoose";
import type { Account } from "../access/account.ts";
import { mustReach, reaches } from "../access/reach.ts";
import type { Actor } from "../audit/entry.model.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { findCampaign } from "../petitions/find-campaign.ts";
import { notFound } from "../platform/errors.ts";
import { withTransaction } from "../platform/in-transaction.ts";
import type { Deps } from "./deps.ts";
import type { HandoverFacts } from "./handover.model.ts";

type Recording = {
  account: Account;
  actor: Actor;
  campaign: string;
  petition: string | null;
  facts: HandoverFacts;
};

/**
 * Records that a petition or a whole campaign was handed over; nobody outside sees it before a second person has
 * checked it. Returns its id.
 * @throws DomainError `not-found`.
 */
export async function recordHandover(
  deps: Pick<Deps, "database" | "now">,
  { account, actor, campaign: slug, petition: id, facts }: Recording,
): Promise<string> {
  const campaign = await findCampaign(deps, slug);
  const petition = id === null ? null : campaign?.petitions.find((each) => each.id === id);
  if (!campaign || petition === undefined) throw notFound();
  const { organisation } = petition ?? campaign;
  if (!reaches(account, organisation)) mustReach(account, campaign.organisation);
  const _id = new Types.ObjectId();
  const empty = { certificate: null, reply: null, copies: [], checked: null };
  const whole = { ...facts, ...empty, campaign: slug, petition: id, organisation };
  await withTransaction(deps, async (inner) => {
    const stored = { _id, ...whole, by: account.id, at: deps.now() };
    await inner.database.handovers.insertOne(stored, inner.transaction);
    await recordAudit(inner, actor, "handover.record", `handover/${_id.toHexString()}`, { campaign: slug });
  });
  return _id.toHexString();
}
