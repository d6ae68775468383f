import type { Campaign } from "../../petitions/campaign.ts";
import { campaignByOrdinal } from "../../petitions/campaign-by-ordinal.ts";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import type { Deps } from "../deps.ts";
import type { News } from "./news.ts";

/**
 * Withdraws an unconfirmed signer's consent to news; what she confirms later has no consent that she withdrew.
 * Undefined when that line has no pending entry.
 */
export async function leaveUnconfirmed(
  deps: Pick<Deps, "database">,
  ref: LineRef,
  news: News,
): Promise<{ campaign: Campaign } | undefined> {
  const pending = await deps.database.pending.findOneAndUpdate(
    { _id: ref },
    {
      $unset: {
        ...(news !== "secretariat" && { "entry.updates": "" as const }),
        ...(news !== "organisation" && { "entry.secretariat": "" as const }),
      },
    },
    { projection: { campaign: 1 } },
  );
  return pending ? { campaign: await campaignByOrdinal(deps, pending.campaign) } : undefined;
}
