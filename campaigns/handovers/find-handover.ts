import { Types } from "mongoose";
import type { Account } from "../access/account.ts";
import { mustReach, reaches } from "../access/reach.ts";
import type { Actor } from "../audit/entry.model.ts";
import { findCampaign } from "../petitions/find-campaign.ts";
import { notFound } from "../platform/errors.ts";
import type { Deps } from "./deps.ts";
import type { Handover } from "./handover.model.ts";

/** Who acts on which handover of a campaign. */
export type Acting = { account: Account; actor: Actor; campaign: string; handover: string };

/**
 * A handover that an account may work on: its petition's owner, or who runs the campaign.
 * @throws DomainError `not-found`.
 */
export async function findHandover(
  deps: Pick<Deps, "database">,
  { account, campaign: slug, handover }: Omit<Acting, "actor">,
): Promise<Handover> {
  const campaign = await findCampaign(deps, slug);
  const found = Types.ObjectId.isValid(handover)
    ? await deps.database.handovers.findOne({ _id: new Types.ObjectId(handover), campaign: slug })
    : null;
  if (!campaign || !found) throw notFound();
  if (!reaches(account, found.organisation)) mustReach(account, campaign.organisation);
  return found;
}
