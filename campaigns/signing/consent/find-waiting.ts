import type { Campaign, Petition } from "../../petitions/campaign.ts";
import { campaignByOrdinal, signedPetition } from "../../petitions/campaign-by-ordinal.ts";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import type { Pending } from "../confirmation/pending.model.ts";
import type { Deps } from "../deps.ts";

/** A pending signature, with what was signed. */
export type Waiting = { campaign: Campaign; petition: Petition; pending: Pending };

/** Finds the entry of somebody who has not confirmed yet; undefined when that line has none. */
export async function findWaiting(deps: Pick<Deps, "database">, ref: LineRef): Promise<Waiting | undefined> {
  const pending = await deps.database.pending.findOne({ _id: ref });
  if (!pending) return undefined;
  const campaign = await campaignByOrdinal(deps, pending.campaign);
  return { campaign, petition: signedPetition(campaign, pending.entry), pending };
}
